using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.SecondFactor;

namespace Portal.Identity.Accounts;

internal sealed class AccountOptionsValidator : IValidateOptions<AccountOptions>
{
    private static readonly TimeSpan LongestDeletionWindow = TimeSpan.FromDays(90);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(90);

    public ValidateOptionsResult Validate(string? name, AccountOptions options)
    {
        var failures = new List<string>();
        if (options.EmailCodeLifetime < TimeSpan.FromMinutes(1) || options.EmailCodeLifetime > TimeSpan.FromHours(1))
        {
            failures.Add($"{AccountOptions.Section}:EmailCodeLifetime is {options.EmailCodeLifetime}; set it between 00:01:00 and 01:00:00.");
        }

        if (options.ProofLifetime < TimeSpan.FromMinutes(1) || options.ProofLifetime > TimeSpan.FromHours(1))
        {
            failures.Add($"{AccountOptions.Section}:ProofLifetime is {options.ProofLifetime}; set it between 00:01:00 and 01:00:00.");
        }

        if (options.DeletionWindow < TimeSpan.Zero || options.DeletionWindow > LongestDeletionWindow)
        {
            failures.Add($"{AccountOptions.Section}:DeletionWindow is {options.DeletionWindow}; set it between 00:00:00 and 90.00:00:00.");
        }

        if (!Enum.IsDefined(options.SecondStepRequired))
        {
            failures.Add($"{AccountOptions.Section}:SecondStepRequired is {options.SecondStepRequired}; set it to {string.Join(", ", Enum.GetNames<SecondStepDuty>())}.");
        }

        if (options.SecondStepGrace < TimeSpan.Zero || options.SecondStepGrace > LongestGrace)
        {
            failures.Add($"{AccountOptions.Section}:SecondStepGrace is {options.SecondStepGrace}; set it between 00:00:00 and 90.00:00:00.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
