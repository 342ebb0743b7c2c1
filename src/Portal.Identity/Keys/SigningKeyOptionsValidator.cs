using Microsoft.Extensions.Options;

namespace Portal.Identity.Keys;

internal sealed class SigningKeyOptionsValidator : IValidateOptions<SigningKeyOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(2);

    public ValidateOptionsResult Validate(string? name, SigningKeyOptions options)
    {
        var errors = new List<string>();
        if (options.SigningKeyLifetime != TimeSpan.Zero && options.SigningKeyLifetime < Shortest)
        {
            errors.Add($"{SigningKeyOptions.Section}:SigningKeyLifetime is {options.SigningKeyLifetime}; set it to {Shortest} or more, or to 00:00:00 to keep the keys for ever.");
        }

        try
        {
            foreach (var key in ConfiguredSigningKeys.Load(options))
            {
                key.Dispose();
            }
        }
        catch (FormatException exception)
        {
            errors.Add(exception.Message);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
