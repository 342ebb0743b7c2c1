using System.Globalization;
using Microsoft.Extensions.Options;

namespace Portal.Identity.Policy;

internal sealed class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>
{
    private const double RateBound = 1e9;

    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var errors = options.All.SelectMany(rule => ErrorsOf(rule.Key, rule.Rule)).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> ErrorsOf(string key, BucketRule rule)
    {
        if (rule.Burst < 1)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{RateLimitOptions.Section}:{key}:Burst is {rule.Burst}; set it to 1 or more, or remove it for the default.");
        }

        if (rule.PerSecond is not (> 0 and < RateBound)) // not a number is neither
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{RateLimitOptions.Section}:{key}:PerSecond is {rule.PerSecond}; set it above 0 and below 1000000000, or remove it for the default.");
        }
    }
}
