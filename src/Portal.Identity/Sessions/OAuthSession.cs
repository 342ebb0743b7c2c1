using Portal.Identity.Dpop;
using Portal.Identity.Protocol;

namespace Portal.Identity.Sessions;

/// <summary>A client acting for a person: what the exchange of a grant began. Its tokens live and die with it.</summary>
public sealed class OAuthSession : IAppSession
{
    private OAuthSession()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClientId { get; private init; }

    /// <summary>Whose session it is; none when a client acts for itself.</summary>
    public Guid? UserId { get; private init; }

    /// <summary>In which browser session it was allowed.</summary>
    public Guid? BrowserSessionId { get; private init; }

    /// <summary>The granted scope as it goes over the wire.</summary>
    public string Scope { get; private init; } = "";

    /// <summary>What the client asked for by name, as <see cref="RequestedClaims.ToStored"/> writes it.</summary>
    public string? Claims { get; private init; }

    /// <summary>The thumbprint (RFC 7638) of the key without which no token of the session is worth anything (RFC 9449); none if its tokens are bearer tokens.</summary>
    public string? KeyThumbprint { get; private init; }

    /// <summary>The Matrix device that the scope names.</summary>
    public string? DeviceId { get; private init; }

    /// <summary>What the person calls it; what <see cref="SessionName"/> allows.</summary>
    public string? HumanName { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? UserAgent { get; private set; }

    public DateTimeOffset? LastActiveAt { get; private set; }

    public string? LastActiveIp { get; private set; }

    /// <exception cref="InvalidOperationException">It has a key, and a scope that <see cref="KeyBinding.Refuse"/> refuses.</exception>
    public static OAuthSession Begin(
        Guid clientId, Guid? userId, Guid? browserSessionId, ScopeSet scope, string? userAgent, string? ipAddress, DateTimeOffset now, string? claims = null, string? keyThumbprint = null) => new()
        {
            Id = Guid.CreateVersion7(now),
            ClientId = clientId,
            UserId = userId,
            BrowserSessionId = browserSessionId,
            Scope = scope.ToString(),
            Claims = claims,
            KeyThumbprint = keyThumbprint is null || KeyBinding.Refuse(scope) is null ? keyThumbprint : throw new InvalidOperationException("A session for the homeserver cannot be bound to a key."),
            DeviceId = MatrixScopes.DeviceIdOf(scope),
            CreatedAt = now,
            UserAgent = userAgent,
            LastActiveAt = now,
            LastActiveIp = ipAddress,
        };

    /// <summary>Ends the session. <see langword="false"/>, and no change, if it was over before.</summary>
    public bool TryFinish(DateTimeOffset now)
    {
        var active = FinishedAt is null;
        FinishedAt ??= now;
        return active;
    }

    public void Rename(string name) => HumanName = name;

    /// <summary>Notes from which client software and address the session was last refreshed.</summary>
    public void Refreshed(string? userAgent, string? ipAddress, DateTimeOffset now)
    {
        UserAgent = userAgent ?? UserAgent;
        LastActiveIp = ipAddress ?? LastActiveIp;
        LastActiveAt = now;
    }
}
