using Microsoft.Extensions.Options;

namespace Portal.Identity.Tokens;

internal sealed class TokenLifetimeOptionsValidator : IValidateOptions<TokenLifetimeOptions>
{
    public ValidateOptionsResult Validate(string? name, TokenLifetimeOptions options) =>
        options.AccessTtl >= TimeSpan.FromMinutes(1) && options.AccessTtl <= TimeSpan.FromDays(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{TokenLifetimeOptions.Section}:AccessTtl is {options.AccessTtl}; set it between 00:01:00 and 1.00:00:00.");
}
