using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.AppPasswords;

/// <summary>Passwords that a person makes for apps of the legacy login, and ends.</summary>
/// <remarks>Every query names the owner: somebody else's looks exactly like one that does not exist. They end with everything else where a person signs out everywhere.</remarks>
public sealed class AccountAppPasswords(
    PortalDbContext database,
    Storage storage,
    BrowserSessions browsers,
    SessionEnd ending,
    AccountNotices notices,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    SecretGenerator secrets,
    PasswordSwitches switches,
    TimeProvider clock)
{
    /// <summary>Most of one account: each can be guessed at.</summary>
    public const int MaxPerAccount = 50;

    /// <summary>Whether people may make them, and those that there are work.</summary>
    public bool Allowed => switches.AppPasswordsAllowed;

    /// <summary>Those that were not ended, the newest first.</summary>
    public async Task<IReadOnlyList<AppPassword>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await Working(userId).AsNoTracking().OrderByDescending(password => password.Id).ToListAsync(cancellationToken);

    /// <summary>One that was not ended; none if the person has no such password.</summary>
    public Task<AppPassword?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        Working(userId).AsNoTracking().SingleOrDefaultAsync(password => password.Id == id, cancellationToken);

    /// <summary>How many apps are signed in with it.</summary>
    public Task<int> CountAppsAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.LegacySessions.CountAsync(session => session.UserId == userId && session.AppPasswordId == id && session.FinishedAt == null, cancellationToken);

    /// <summary>Makes one. Every address of the account is told.</summary>
    /// <param name="name">As typed.</param>
    public async Task<MakeAppPasswordOutcome> MakeAsync(SignedInPerson person, string name, Requester requester, CancellationToken cancellationToken)
    {
        if (!Allowed)
        {
            return new MakeAppPasswordOutcome.NotAllowed();
        }

        if (ProgramName.FindProblem(name) is { } code)
        {
            return new MakeAppPasswordOutcome.Unfit(new("name", code));
        }

        return await limiter.TryTakeAsync(RateLimitKeys.ProgramAccess, limits.Value.ProgramAccess, person.UserId.ToString(), cancellationToken) is { Allowed: false } limited
            ? new MakeAppPasswordOutcome.RateLimited(limited.RetryAfter)
            : await storage.WriteAsync(() => SaveAsync(person, SessionName.Trim(name), requester, cancellationToken), cancellationToken);
    }

    /// <summary>Ends one, and every session that an app began with it. Every address of the account is told.</summary>
    /// <returns><see langword="false"/>, and no change, if the person has no such password.</returns>
    public Task<bool> EndAsync(SignedInPerson person, Guid id, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            await storage.LockAsync(SessionEnd.LockOf(person.UserId), cancellationToken); // a sign-in with it comes before this, and is ended, or after it, and is refused
            if (await browsers.FindActiveAsync(person, cancellationToken) is null || await Working(person.UserId).SingleOrDefaultAsync(password => password.Id == id, cancellationToken) is not { } password)
            {
                return false;
            }

            var now = clock.GetUtcNow();
            password.TryEnd(now);
            ending.Apply(
                await database.LegacySessions.Where(session => session.UserId == person.UserId && session.AppPasswordId == id && session.FinishedAt == null).ToListAsync(cancellationToken), now);
            await notices.AddAsync(person, NoticeKind.AppPasswordEnded, SecurityEvent.AppPasswordEnded, password.Name, requester, cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task<MakeAppPasswordOutcome> SaveAsync(SignedInPerson person, string name, Requester requester, CancellationToken cancellationToken)
    {
        if (await browsers.FindForNewSessionAsync(person.BrowserSessionId, cancellationToken) is not { IsProofVoid: false } current || current.UserId != person.UserId)
        {
            return new MakeAppPasswordOutcome.SignedOut();
        }

        if (await Working(person.UserId).CountAsync(cancellationToken) >= MaxPerAccount)
        {
            return new MakeAppPasswordOutcome.TooMany(MaxPerAccount);
        }

        var text = AppPasswordText.Create(secrets);
        var password = AppPassword.Make(person.UserId, name, text, clock.GetUtcNow());
        database.AppPasswords.Add(password);
        await notices.AddAsync(person, NoticeKind.AppPasswordMade, SecurityEvent.AppPasswordMade, name, requester, cancellationToken);
        return new MakeAppPasswordOutcome.Made(password.Id, text);
    }

    private IQueryable<AppPassword> Working(Guid userId) => database.AppPasswords.Where(password => password.UserId == userId && password.FinishedAt == null);
}
