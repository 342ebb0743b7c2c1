using Microsoft.Extensions.Options;

namespace Portal.Identity.Sessions;

internal sealed class InactivityExpiryOptionsValidator : IValidateOptions<InactivityExpiryOptions>
{
    public ValidateOptionsResult Validate(string? name, InactivityExpiryOptions options) =>
        options.Ttl is null || (options.Ttl >= InactivityExpiryOptions.Shortest && options.Ttl <= InactivityExpiryOptions.Longest)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{InactivityExpiryOptions.Section}:Ttl is {options.Ttl}; set it between {InactivityExpiryOptions.Shortest} and {InactivityExpiryOptions.Longest}, or remove it so that sessions do not end by themselves.");
}
