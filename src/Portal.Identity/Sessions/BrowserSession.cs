using System.Security.Cryptography;

namespace Portal.Identity.Sessions;

/// <summary>A person signed in to the portal in one browser. The browser holds a key; the row holds its hash.</summary>
public sealed class BrowserSession : ISession
{
    private BrowserSession()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public byte[] KeyHash { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When the person last proved who they are in this session (OpenID Connect Core §2, <c>auth_time</c>).</summary>
    public DateTimeOffset AuthenticatedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? UserAgent { get; private set; }

    public DateTimeOffset? LastActiveAt { get; private set; }

    public string? LastActiveIp { get; private set; }

    /// <summary>Begins a session, for somebody who had none in this browser.</summary>
    /// <param name="provenAt">When the person proved who they are; now without.</param>
    public static BrowserSession Begin(Guid userId, byte[] key, string? userAgent, string? ipAddress, DateTimeOffset now, DateTimeOffset? provenAt = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        KeyHash = HashOf(key),
        CreatedAt = now,
        AuthenticatedAt = provenAt ?? now,
        UserAgent = userAgent,
        LastActiveAt = now,
        LastActiveIp = ipAddress,
    };

    /// <summary>The person of the session proved again who they are: it goes on, with a new key, so that none from before survives.</summary>
    /// <param name="provenAt">As of <see cref="Begin"/>.</param>
    public void Renew(byte[] key, string? userAgent, string? ipAddress, DateTimeOffset now, DateTimeOffset? provenAt = null)
    {
        KeyHash = HashOf(key);
        AuthenticatedAt = provenAt ?? now;
        UserAgent = userAgent;
        LastActiveAt = now;
        LastActiveIp = ipAddress ?? LastActiveIp;
    }

    public static byte[] HashOf(byte[] key) => SHA256.HashData(key);

    /// <summary>Ends the session. <see langword="false"/>, and no change, if it was over before.</summary>
    public bool TryFinish(DateTimeOffset now)
    {
        var active = FinishedAt is null;
        FinishedAt ??= now;
        return active;
    }
}
