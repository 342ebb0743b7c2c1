using System.Globalization;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>A hash as it is stored: the version of its scheme, then the string of its algorithm, which begins with <c>$</c>. Without a number it is version 1.</summary>
internal readonly record struct StoredHash(int Version, string Text)
{
    private const int Unversioned = 1;

    public static StoredHash Parse(string stored)
    {
        var start = stored.IndexOf('$', StringComparison.Ordinal);
        return start == 0 ? new(Unversioned, stored)
            : start > 0 && int.TryParse(stored.AsSpan(0, start), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? new(version, stored[start..])
            : throw new PasswordHashException("A stored password hash names no scheme that is known here.");
    }

    /// <summary>What the hash calls its algorithm.</summary>
    public string Id => Text.IndexOf('$', 1) is > 1 and var end ? Text[1..end] : "";

    public override string ToString() => Version == Unversioned ? Text : string.Create(CultureInfo.InvariantCulture, $"{Version}{Text}");
}
