using Microsoft.Extensions.Options;

namespace Portal.Identity.Accounts.PersonalTokens;

internal sealed class PersonalTokenOptionsValidator : IValidateOptions<PersonalTokenOptions>
{
    public ValidateOptionsResult Validate(string? name, PersonalTokenOptions options) =>
        options.MaxPerAccount is >= 1 and <= PersonalTokenOptions.HighestMaximum
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{PersonalTokenOptions.Section}:MaxPerAccount is {options.MaxPerAccount}; set it between 1 and {PersonalTokenOptions.HighestMaximum}, or set {PersonalTokenOptions.Section}:Allowed to false so that nobody makes any.");
}
