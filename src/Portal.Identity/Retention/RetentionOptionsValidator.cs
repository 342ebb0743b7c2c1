using Microsoft.Extensions.Options;

namespace Portal.Identity.Retention;

internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    // A century: beyond it, subtracting from today's date would leave the calendar.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var errors = options.All.Where(entry => entry.Value < RetentionOptions.Shortest || entry.Value > Longest)
            .Select(entry => $"{RetentionOptions.Section}:{entry.Name} is {entry.Value}; set it between {RetentionOptions.Shortest} and {Longest}, or remove it for the default.")
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
