using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>Access tokens that a person makes for bots and scripts, and ends.</summary>
/// <remarks>
/// Every query names the owner: somebody else's token looks exactly like one that does not exist. They end with everything else where a person
/// signs out everywhere: whoever stole the account for an hour may have made one to stay.
/// </remarks>
public sealed class AccountTokens(
    PortalDbContext database,
    Storage storage,
    BrowserSessions browsers,
    SessionEnd ending,
    GrantPolicy policy,
    NewDevices devices,
    AccountNotices notices,
    OutboxWriter outbox,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    SecretGenerator secrets,
    IOptions<PersonalTokenOptions> options,
    TimeProvider clock)
{
    private const int DeviceIdLength = 10;

    /// <summary>How long a token may work, the shortest first.</summary>
    public static IReadOnlyList<TimeSpan> Lifetimes { get; } = [TimeSpan.FromDays(30), TimeSpan.FromDays(90), TimeSpan.FromDays(365)];

    /// <summary>Whether people may make them.</summary>
    public bool CanMake => options.Value.Allowed;

    /// <summary>Whether one may be made that never expires.</summary>
    public bool MayNeverExpire => options.Value.MayNeverExpire;

    /// <summary>Those that work, the newest first.</summary>
    public async Task<IReadOnlyList<AccountToken>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await Describe(Working(userId)).ToListAsync(cancellationToken);

    /// <summary>One that works; none if the person has no such token.</summary>
    public Task<AccountToken?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        Describe(Working(userId).Where(session => session.Id == id)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Whether that Matrix device of the person's is a token's.</summary>
    public async Task<bool> HasDeviceAsync(Guid userId, string deviceId, CancellationToken cancellationToken) =>
        !deviceId.Contains('\0', StringComparison.Ordinal) && await Working(userId).AnyAsync(session => session.DeviceId == deviceId, cancellationToken);

    /// <summary>Whether the person may give away power over others.</summary>
    public Task<bool> MayGrantAdminAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Users.AnyAsync(user => user.Id == userId && user.CanRequestAdmin, cancellationToken);

    /// <summary>Makes one. Every address of the account is told.</summary>
    public async Task<MakeTokenOutcome> MakeAsync(MakeTokenCommand command, CancellationToken cancellationToken)
    {
        if (!CanMake)
        {
            return new MakeTokenOutcome.NotAllowed();
        }

        if (FindProblem(command) is { } problem)
        {
            return new MakeTokenOutcome.Unfit(problem);
        }

        if (await limiter.TryTakeAsync(RateLimitKeys.ProgramAccess, limits.Value.ProgramAccess, command.Person.UserId.ToString(), cancellationToken) is { Allowed: false } limited)
        {
            return new MakeTokenOutcome.RateLimited(limited.RetryAfter);
        }

        var scope = ScopeOf(command);
        var begun = await devices.BeginAsync(ready => storage.WriteAsync(() => SaveAsync(command, scope, ready, cancellationToken), cancellationToken), cancellationToken);
        return begun.Succeeded ? begun.Value
            : begun.Error.Status >= 500 ? new MakeTokenOutcome.HomeserverAway()
            : new MakeTokenOutcome.SignedOut();
    }

    /// <summary>Ends one: it is worth nothing from now on, and its device goes. Every address of the account is told.</summary>
    /// <returns><see langword="false"/>, and no change, if the person has no such token.</returns>
    public Task<bool> EndAsync(SignedInPerson person, Guid id, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            await storage.LockAsync(SessionEnd.LockOf(person.UserId), cancellationToken);
            if (await browsers.FindActiveAsync(person, cancellationToken) is null || await Working(person.UserId).SingleOrDefaultAsync(session => session.Id == id, cancellationToken) is not { } session)
            {
                return false;
            }

            ending.Apply([session], clock.GetUtcNow(), SecurityEvent.AccessTokenEnded, requester);
            var user = await database.Users.SingleAsync(user => user.Id == person.UserId, cancellationToken);
            await notices.AddAsync(user, NoticeKind.AccessTokenEnded, requester, session.HumanName, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Ends it if its token has expired. Nobody is told: they knew it when they made it.</summary>
    internal Task ExpireAsync(Guid id, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var session = await database.PersonalSessions.SingleOrDefaultAsync(
                session => session.Id == id && session.FinishedAt == null
                    && !database.PersonalAccessTokens.Any(token => token.SessionId == id && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now)),
                cancellationToken);
            if (session is not null)
            {
                ending.Apply([session], now, SecurityEvent.AccessTokenExpired);
            }
        },
        cancellationToken);

    private async Task<SessionStep<MakeTokenOutcome>> SaveAsync(MakeTokenCommand command, ScopeSet scope, NewDevice? ready, CancellationToken cancellationToken)
    {
        var (userId, now) = (command.Person.UserId, clock.GetUtcNow());

        // A sign-out everywhere comes before this or after it; so does a new password, after which the proof is void.
        if (await browsers.FindForNewSessionAsync(command.Person.BrowserSessionId, cancellationToken) is not { IsProofVoid: false } person || person.UserId != userId)
        {
            return new MakeTokenOutcome.SignedOut();
        }

        if (await Working(userId).CountAsync(cancellationToken) >= options.Value.MaxPerAccount)
        {
            return new MakeTokenOutcome.TooMany(options.Value.MaxPerAccount);
        }

        switch (await policy.CheckAsync(scope, GrantTypes.AuthorizationCode, userId, command.Requester, cancellationToken))
        {
            case []:
                break;
            case [{ DevicesToRemove: > 0 and var toRemove }]:
                return new MakeTokenOutcome.TooManyDevices(toRemove);
            default:
                return new MakeTokenOutcome.Denied();
        }

        var name = SessionName.Trim(command.Name);
        if (await devices.NeedNamedAsync(ready, userId, scope, name, cancellationToken) is { } device)
        {
            return device;
        }

        var session = PersonalSession.BeginOwn(userId, name, scope, now);
        var text = TokenFormat.Create(TokenKind.Personal, secrets);
        var token = PersonalAccessToken.Issue(session.Id, text, now, command.Lifetime);
        database.AddRange(session, token, SecurityEvent.Record(userId, SecurityEvent.AccessTokenMade, person.BrowserSessionId, command.Requester.AddressText, now, name));
        if (token.ExpiresAt is { } expiresAt)
        {
            outbox.Add(ExpirePersonalToken.MessageKind, new ExpiringToken(session.Id), expiresAt);
        }

        var user = await database.Users.SingleAsync(user => user.Id == userId, cancellationToken);
        await notices.AddAsync(user, NoticeKind.AccessTokenMade, command.Requester, name, cancellationToken);
        return new MakeTokenOutcome.Made(session.Id, text);
    }

    private FormProblem? FindProblem(MakeTokenCommand command) =>
        ProgramName.FindProblem(command.Name) is { } code ? new("name", code)
        : command.Reach is TokenReach.Nothing && !command.RunsHomeserver && !command.RunsAccounts ? new("reach", FormProblemCodes.Required)
        : command.Lifetime is { } lifetime ? (Lifetimes.Contains(lifetime) ? null : new("lifetime", FormProblemCodes.Required))
        : MayNeverExpire ? null : new("lifetime", FormProblemCodes.Required);

    private ScopeSet ScopeOf(MakeTokenCommand command) => ScopeSet.Of(
    [
        .. command.Reach is TokenReach.Nothing ? [] : new[] { MatrixScopes.StableApi },
        .. command.Reach is TokenReach.Device ? [MatrixScopes.StableDevicePrefix + secrets.Text(DeviceIdLength)] : Array.Empty<string>(),
        .. command.RunsHomeserver ? [ScopePolicy.SynapseAdmin] : Array.Empty<string>(),
        .. command.RunsAccounts ? [ScopePolicy.PortalAdmin] : Array.Empty<string>(),
    ]);

    // What others made to act on the account is theirs to see.
    private IQueryable<PersonalSession> Working(Guid userId)
    {
        var now = clock.GetUtcNow();
        return database.PersonalSessions.Where(session => session.OwnerUserId == userId && session.ActorUserId == userId && session.FinishedAt == null
            && database.PersonalAccessTokens.Any(token => token.SessionId == session.Id && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now)));
    }

    private IQueryable<AccountToken> Describe(IQueryable<PersonalSession> sessions) =>
        from session in sessions
        join token in database.PersonalAccessTokens.Where(token => token.RevokedAt == null) on session.Id equals token.SessionId
        orderby session.Id descending
        select new AccountToken(session.Id, session.HumanName, session.Scope, session.CreatedAt, session.LastActiveAt, token.ExpiresAt);
}
