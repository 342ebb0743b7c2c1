using Portal.Identity.Protocol;

namespace Portal.Identity.Devices;

/// <summary>What a person reads on one device and types on another (RFC 8628 §6.1).</summary>
public static class UserCode
{
    /// <summary>In characters. With <see cref="Alphabet"/> that makes 482 million codes, of which few are alive and few may be tried.</summary>
    public const int Length = 6;

    private const int MaxTypedLength = 64;

    /// <summary>Letters and digits that nobody takes for one another, and no vowels, so that no code is a word.</summary>
    public const string Alphabet = "BCDFGHJKMNPQRSTVWXYZ23456789";

    /// <summary>A new code, each character drawn uniformly.</summary>
    public static string Draw(SecretGenerator secrets) => secrets.Pick(Alphabet, Length);

    /// <summary>The code that was typed, whatever its case and with whatever spaces and hyphens; none if it cannot be one.</summary>
    public static string? Read(string typed)
    {
        var code = string.Concat(typed.Take(MaxTypedLength).Where(character => character is not '-' && !char.IsWhiteSpace(character)).Select(char.ToUpperInvariant));
        return code.Length == Length && code.All(character => Alphabet.Contains(character, StringComparison.Ordinal)) ? code : null;
    }

    /// <summary>In two groups, easier to compare: <c>K7X M2P</c>.</summary>
    public static string InGroups(string code) => $"{code[..(Length / 2)]} {code[(Length / 2)..]}";
}
