using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

/// <summary>An app that sent a browser here to sign somebody in: pending until the person decides, then fulfilled, then exchanged once for a session (compat contract, section 11).</summary>
public sealed class SsoLogin
{
    /// <summary>How long the person has to decide.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>How long the login token works, counted from the decision.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(30);

    private SsoLogin()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Where the login token goes, as <see cref="LoginRedirect"/> allows it.</summary>
    public string RedirectUri { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public byte[]? TokenHash { get; private set; }

    public DateTimeOffset? FulfilledAt { get; private set; }

    public Guid? BrowserSessionId { get; private set; }

    public DateTimeOffset? ExchangedAt { get; private set; }

    public Guid? LegacySessionId { get; private set; }

    public bool IsPending => FulfilledAt is null;

    public static SsoLogin Request(string redirectUri, DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), RedirectUri = redirectUri, CreatedAt = now };

    /// <summary>Whether nobody decided in time.</summary>
    public bool HasExpired(DateTimeOffset now) => now > CreatedAt + Lifetime;

    /// <summary>Whether nobody brought the token in time.</summary>
    public bool HasTokenExpired(DateTimeOffset now) => now > FulfilledAt + TokenLifetime;

    /// <summary>The person allows it, in this browser session; from now the token works.</summary>
    public void Fulfil(BrowserSession session, string token, DateTimeOffset now)
    {
        Require(IsPending && !HasExpired(now));
        (BrowserSessionId, TokenHash, FulfilledAt) = (session.Id, TokenFormat.HashOf(token), now);
    }

    /// <summary>The token is used up.</summary>
    public void Exchange(LegacySession session, DateTimeOffset now)
    {
        Require(FulfilledAt is not null && ExchangedAt is null);
        (LegacySessionId, ExchangedAt) = (session.Id, now);
    }

    private static void Require(bool legal)
    {
        if (!legal)
        {
            throw new InvalidOperationException("The login is not in a state that allows this.");
        }
    }
}
