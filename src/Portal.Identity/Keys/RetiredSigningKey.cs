namespace Portal.Identity.Keys;

/// <summary>The public half of a key that was replaced in time: with it we still know our own signature when a client gives an ID token back (<c>id_token_hint</c>).</summary>
/// <remarks>
/// A client keeps the ID token of its sign-in for as long as the session lasts, and gets no newer one by refreshing; keys are replaced more often. RP-Initiated Logout §2 wants
/// such a token taken while the session lives, expired or not. The private half goes with the replacement, and the public one is not published any more: nobody else's trust
/// is prolonged, and whoever finds the private half in an old backup can say with it whom a client means, and nothing more. After <see cref="Kept"/> no browser has the
/// session cookie any more that the token was about. A key that somebody else may have is not kept at all (<see cref="SigningKeyRing.RotateAsync"/>).
/// </remarks>
public sealed class RetiredSigningKey
{
    /// <summary>For how long hints are understood that the key signed: as long as a browser keeps a cookie at most.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    private RetiredSigningKey()
    {
    }

    /// <summary>The <c>kid</c>.</summary>
    public string Id { get; private init; } = "";

    /// <summary>A JWK.</summary>
    public string PublicKey { get; private init; } = "";

    public DateTimeOffset RetiredAt { get; private init; }

    public static RetiredSigningKey Of(string id, string publicKey, DateTimeOffset now) => new() { Id = id, PublicKey = publicKey, RetiredAt = now };

    /// <summary>Whether nothing that it signed means anything any more.</summary>
    public bool IsOver(DateTimeOffset now) => RetiredAt + Kept <= now;
}
