using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>A stored hash in the PHC string format: <c>$id[$v=version]$name=number,…$salt$hash</c>, base 64 without padding.</summary>
internal sealed record PhcString(string Id, int? Version, IReadOnlyDictionary<string, int> Parameters, byte[] Salt, byte[] Hash)
{
    // Far above what any scheme here writes; a corrupt row must not become an allocation.
    private const int MaxLength = 512;

    /// <exception cref="PasswordHashException">The text has another form.</exception>
    public static PhcString Parse(string text) => TryParse(text, out var phc) ? phc : throw new PasswordHashException("A stored password hash is malformed.");

    public static bool TryParse(string text, [NotNullWhen(true)] out PhcString? phc)
    {
        phc = null;
        var parts = text.Length <= MaxLength ? text.Split('$') : [];
        if (parts is not (["", _, _, _, _] or ["", _, _, _, _, _]))
        {
            return false;
        }

        int? version = null;
        if (parts.Length == 6)
        {
            if (!parts[2].StartsWith("v=", StringComparison.Ordinal) || !TryNumber(parts[2].AsSpan(2), out var number))
            {
                return false;
            }

            version = number;
        }

        if (!TryParameters(parts[^3], out var parameters) || !TryBase64(parts[^2], out var salt) || !TryBase64(parts[^1], out var hash))
        {
            return false;
        }

        phc = new PhcString(parts[1], version, parameters, salt, hash);
        return true;
    }

    public override string ToString()
    {
        var text = new StringBuilder().Append('$').Append(Id);
        if (Version is { } version)
        {
            text.Append(CultureInfo.InvariantCulture, $"$v={version}");
        }

        return text
            .Append('$').AppendJoin(',', Parameters.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")))
            .Append('$').Append(Base64(Salt))
            .Append('$').Append(Base64(Hash))
            .ToString();
    }

    private static bool TryParameters(string text, out Dictionary<string, int> parameters)
    {
        parameters = new(StringComparer.Ordinal);
        foreach (var item in text.Split(','))
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !TryNumber(item.AsSpan(equals + 1), out var number) || !parameters.TryAdd(item[..equals], number))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        if (text.Contains('=', StringComparison.Ordinal) || !Convert.TryFromBase64String(padded, bytes, out var length) || length == 0)
        {
            return false;
        }

        bytes = bytes[..length];
        return true;
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
