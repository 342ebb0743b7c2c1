using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.AppPasswords;

/// <summary>An app password as it is written and typed: <c>k3m9-…</c>, 20 letters and digits in groups of four, 99 bits.</summary>
/// <remarks>With so many bits a plain SHA-256 cannot be inverted; the slow hashes of passwords protect what people choose.</remarks>
public sealed class AppPasswordText
{
    /// <summary>Without those that look alike.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private const int Length = 20;
    private const int GroupLength = 4;
    private const int LongestTyped = 64;
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private readonly string _text;

    private AppPasswordText(string text) => _text = text;

    /// <summary>All that is stored of it.</summary>
    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(_text));

    public static AppPasswordText Create(SecretGenerator secrets) => new(secrets.Pick(Alphabet, Length));

    /// <summary>Reads it as people type it: capitals, spaces and hyphens do not matter. <see langword="false"/> for what none of ours can be.</summary>
    public static bool TryParse(string typed, [NotNullWhen(true)] out AppPasswordText? password)
    {
        password = null;
        if (typed.Length > LongestTyped)
        {
            return false;
        }

        var text = string.Concat(typed.Where(character => character != '-' && !char.IsWhiteSpace(character)).Select(char.ToLowerInvariant));
        if (text.Length != Length || text.AsSpan().ContainsAnyExcept(Letters))
        {
            return false;
        }

        password = new(text);
        return true;
    }

    /// <summary>As the person is shown it, once.</summary>
    public string ToDisplay() => string.Join('-', _text.Chunk(GroupLength).Select(group => new string(group)));

    /// <summary>Not the password.</summary>
    public override string ToString() => nameof(AppPasswordText);
}
