using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>A code that takes the place of the authenticator once. The person holds it; the row holds its hash.</summary>
public sealed class RecoveryCode
{
    /// <summary>How many a person gets at once.</summary>
    public const int Count = 10;

    // Crockford's: no letters that look like digits. 16 of them are 80 bits, too many to search, so that a plain hash is enough.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 16;
    private const int GroupLength = 4;

    private RecoveryCode()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>A new code as the person gets it, in groups of four.</summary>
    public static string Draw(SecretGenerator secrets) => string.Join('-', secrets.Pick(Alphabet, Length).Chunk(GroupLength).Select(group => new string(group)));

    public static RecoveryCode Of(Guid userId, string code, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        Hash = HashOf(code) ?? throw new ArgumentException("Not a recovery code.", nameof(code)),
        CreatedAt = now,
    };

    /// <summary>What is stored of a code, however it was typed; none for what can be no recovery code.</summary>
    public static byte[]? HashOf(string typed)
    {
        var code = new StringBuilder(Length);
        foreach (var character in typed.Where(character => !char.IsWhiteSpace(character) && character is not ('-' or '–' or '‑')).Take(Length + 1))
        {
            code.Append(char.ToLowerInvariant(character) switch
            {
                'o' => '0',
                'i' or 'l' => '1',
                var other => other,
            });
        }

        var text = code.ToString();
        return text.Length == Length && text.All(character => Alphabet.Contains(character, StringComparison.Ordinal)) ? SHA256.HashData(Encoding.ASCII.GetBytes(text)) : null;
    }

    public void Use(DateTimeOffset now) => UsedAt = now;
}
