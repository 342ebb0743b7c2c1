using Microsoft.Extensions.Options;

namespace Portal.Identity.Accounts.Passwords;

internal sealed class LocalPasswordOptionsValidator : IValidateOptions<LocalPasswordOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalPasswordOptions options)
    {
        string?[] errors =
        [
            Range(nameof(options.MinimumComplexity), options.MinimumComplexity, 0, 4),
            Range(nameof(options.MaxParallel), options.MaxParallel, 1, 1024),
            Range(nameof(options.MaxWaiting), options.MaxWaiting, 0, 100_000),
        ];
        var found = errors.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? Range(string key, int value, int least, int most) =>
        value >= least && value <= most
            ? null
            : $"{LocalPasswordOptions.Section}:{key} is {value}; set it to a number from {least} to {most}, or remove it for the default.";
}
