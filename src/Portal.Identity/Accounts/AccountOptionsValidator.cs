using Microsoft.Extensions.Options;

namespace Portal.Identity.Accounts;

internal sealed class AccountOptionsValidator : IValidateOptions<AccountOptions>
{
    public ValidateOptionsResult Validate(string? name, AccountOptions options) =>
        options.EmailCodeLifetime >= TimeSpan.FromMinutes(1) && options.EmailCodeLifetime <= TimeSpan.FromHours(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{AccountOptions.Section}:EmailCodeLifetime is {options.EmailCodeLifetime}; set it between 00:01:00 and 01:00:00.");
}
