using Microsoft.Extensions.Options;

namespace Portal.Identity.Tokens;

internal sealed class TokenLifetimeOptionsValidator : IValidateOptions<TokenLifetimeOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, TokenLifetimeOptions options)
    {
        var errors = new[] { (Key: nameof(options.AccessTtl), Value: options.AccessTtl), (Key: nameof(options.CompatAccessTtl), Value: options.CompatAccessTtl) }
            .Where(entry => entry.Value < Shortest || entry.Value > Longest)
            .Select(entry => $"{TokenLifetimeOptions.Section}:{entry.Key} is {entry.Value}; set it between {Shortest} and {Longest}.")
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
