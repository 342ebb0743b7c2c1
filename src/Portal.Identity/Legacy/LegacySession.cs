using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

/// <summary>An app that signed in by the Matrix login of before OAuth. Its tokens live and die with it.</summary>
public sealed class LegacySession : IAppSession
{
    private LegacySession()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>In which browser session it was allowed; none if it was begun with a password.</summary>
    public Guid? BrowserSessionId { get; private init; }

    /// <summary>The app password that it was begun with; it ends when that does. None if it was begun in another way.</summary>
    public Guid? AppPasswordId { get; private init; }

    /// <summary>The Matrix device; sessions that were imported may have none.</summary>
    public string? DeviceId { get; private init; }

    /// <summary>What the app called it at first, then what the person calls it.</summary>
    public string? HumanName { get; private set; }

    /// <summary>Whether it has power over the homeserver. No login gives it.</summary>
    public bool IsSynapseAdmin { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? UserAgent { get; private set; }

    public DateTimeOffset? LastActiveAt { get; private set; }

    public string? LastActiveIp { get; private set; }

    /// <param name="name">That <see cref="LegacyDevice"/> allows.</param>
    public static LegacySession Begin(
        Guid userId, Guid? browserSessionId, string? deviceId, string? name, string? userAgent, string? ipAddress, DateTimeOffset now, bool isSynapseAdmin = false, Guid? appPasswordId = null) => new()
        {
            Id = Guid.CreateVersion7(now),
            UserId = userId,
            BrowserSessionId = browserSessionId,
            AppPasswordId = appPasswordId,
            DeviceId = deviceId,
            HumanName = name,
            IsSynapseAdmin = isSynapseAdmin,
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
