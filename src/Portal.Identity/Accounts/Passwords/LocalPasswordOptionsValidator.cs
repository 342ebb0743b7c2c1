using Microsoft.Extensions.Options;

namespace Portal.Identity.Accounts.Passwords;

internal sealed class LocalPasswordOptionsValidator : IValidateOptions<LocalPasswordOptions>
{
    private const int MaxVersion = 65_535;
    private static readonly TimeSpan MaxRefusalTime = TimeSpan.FromSeconds(10);

    // A password and its pepper share 72 bytes: a longer pepper would leave no room for a passphrase.
    private const int MaxBcryptPepper = 32;

    public ValidateOptionsResult Validate(string? name, LocalPasswordOptions options)
    {
        string?[] errors =
        [
            Range("MinimumComplexity", options.MinimumComplexity, 0, 4),
            Range("MaxParallel", options.MaxParallel, 1, 1024),
            Range("MaxWaiting", options.MaxWaiting, 0, 100_000),
            options.RefusalTime >= TimeSpan.Zero && options.RefusalTime <= MaxRefusalTime
                ? null
                : $"{LocalPasswordOptions.Section}:RefusalTime is {options.RefusalTime}; set it to a time from 00:00:00 to {MaxRefusalTime}, or remove it for the default.",
            .. options.Enabled ? SchemeErrors(options.Schemes) : [],
            options is { Enabled: true, LeakedPasswordsFile: { } file } ? LeakedPasswords.ErrorOf(file) : null,
        ];
        var found = errors.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static IEnumerable<string?> SchemeErrors(IReadOnlyList<PasswordSchemeOptions> schemes)
    {
        foreach (var (index, scheme) in schemes.Index())
        {
            var section = $"Schemes:{index}";
            yield return Range($"{section}:Version", scheme.Version, 1, MaxVersion);
            if (schemes.Take(index).Any(other => other.Version == scheme.Version))
            {
                yield return $"{LocalPasswordOptions.Section}:{section}:Version is {scheme.Version}, as that of another scheme; give each a number of its own.";
            }

            yield return AlgorithmError(section, scheme);
            yield return SecretError(section, scheme, isCurrent: scheme.Version == schemes.Max(other => other.Version));
        }
    }

    private static string? AlgorithmError(string section, PasswordSchemeOptions scheme) => scheme.Algorithm switch
    {
        PasswordAlgorithms.Bcrypt when !BcryptLibrary.IsPresent() =>
            $"{LocalPasswordOptions.Section}:{section}:Algorithm is bcrypt, but libcrypt.so.1 cannot be loaded; install it (Debian: libcrypt1).",
        PasswordAlgorithms.Bcrypt => Range($"{section}:Cost", scheme.Cost ?? BcryptScheme.DefaultCost, 10, 16),
        PasswordAlgorithms.Argon2id when !Argon2Library.IsPresent() =>
            $"{LocalPasswordOptions.Section}:{section}:Algorithm is argon2id, but libargon2.so.1 cannot be loaded; install it (Debian: libargon2-1).",
        PasswordAlgorithms.Argon2id or PasswordAlgorithms.Pbkdf2 => scheme.Cost is null
            ? null
            : $"{LocalPasswordOptions.Section}:{section}:Cost is for bcrypt only; remove it.",
        var other => $"{LocalPasswordOptions.Section}:{section}:Algorithm is '{other}'; set it to argon2id, bcrypt or pbkdf2.",
    };

    private static string? SecretError(string section, PasswordSchemeOptions scheme, bool isCurrent)
    {
        if (scheme is { Secret: not null, SecretFile: not null })
        {
            return $"{LocalPasswordOptions.Section}:{section} has both Secret and SecretFile; remove one of them.";
        }

        byte[] secret;
        try
        {
            secret = scheme.SecretFile is { } file ? File.ReadAllBytes(file) : System.Text.Encoding.UTF8.GetBytes(scheme.Secret ?? "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{LocalPasswordOptions.Section}:{section}:SecretFile cannot be read: {exception.Message}";
        }

        if (scheme.SecretFile is not null && secret.Length == 0)
        {
            return $"{LocalPasswordOptions.Section}:{section}:SecretFile is empty.";
        }

        if (scheme.Algorithm == PasswordAlgorithms.Bcrypt && secret.Contains((byte)0))
        {
            return $"{LocalPasswordOptions.Section}:{section} is bcrypt, which ends at a NUL: its secret may have none.";
        }

        return scheme.Algorithm == PasswordAlgorithms.Bcrypt && isCurrent && secret.Length > MaxBcryptPepper
            ? $"{LocalPasswordOptions.Section}:{section} is bcrypt and makes new hashes: its secret may have at most {MaxBcryptPepper} bytes."
            : null;
    }

    private static string? Range(string key, int value, int least, int most) =>
        value >= least && value <= most
            ? null
            : $"{LocalPasswordOptions.Section}:{key} is {value}; set it to a number from {least} to {most}, or remove it for the default.";
}
