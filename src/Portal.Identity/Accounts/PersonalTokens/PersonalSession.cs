using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>What lets a bot or a script act on an account, without a sign-in (oauth contract, section 10). At most one token of it works at a time.</summary>
public sealed class PersonalSession : ISession
{
    private PersonalSession()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Who made it, if that was a person.</summary>
    public Guid? OwnerUserId { get; private init; }

    /// <summary>Who made it, if that was a client.</summary>
    public Guid? OwnerClientId { get; private init; }

    /// <summary>On whose account it acts.</summary>
    public Guid ActorUserId { get; private init; }

    /// <summary>What its owner calls it; what <see cref="SessionName"/> allows.</summary>
    public string HumanName { get; private init; } = "";

    /// <summary>What it may do, as it goes over the wire.</summary>
    public string Scope { get; private init; } = "";

    /// <summary>The Matrix device that the scope names.</summary>
    public string? DeviceId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>None until it is used.</summary>
    public DateTimeOffset? LastActiveAt { get; private init; }

    public string? LastActiveIp { get; private init; }

    /// <summary>One that a person makes for their own account.</summary>
    /// <param name="name">Trimmed, and allowed by <see cref="SessionName"/>.</param>
    public static PersonalSession BeginOwn(Guid userId, string name, ScopeSet scope, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OwnerUserId = userId,
        ActorUserId = userId,
        HumanName = name,
        Scope = scope.ToString(),
        DeviceId = MatrixScopes.DeviceIdOf(scope),
        CreatedAt = now,
    };

    public bool TryFinish(DateTimeOffset now)
    {
        var active = FinishedAt is null;
        FinishedAt ??= now;
        return active;
    }
}
