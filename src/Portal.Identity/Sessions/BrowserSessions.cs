using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Logout;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Sessions;

/// <summary>Begins, finds and ends what stands behind the session cookie.</summary>
public sealed class BrowserSessions(
    PortalDbContext database,
    Storage storage,
    SecretGenerator secrets,
    KnownBrowsers browsers,
    KnownNetworks networks,
    SessionChanges changes,
    LogoutNotices notices,
    AccountNotices owners,
    SecondStepPolicy policy,
    TimeProvider clock)
{
    private const int KeyLength = 32;

    /// <summary>The session of a person who has proven who they are; part of the caller's change.</summary>
    /// <remarks>
    /// Their own goes on under a new key and keeps its id, the <c>sid</c> that apps know: proving it again signs out of none of them.
    /// Somebody else's ends, and their apps are told. In a browser or a network that is new to the account, its owner is told.
    /// </remarks>
    /// <param name="replacedId">The session that this browser has now.</param>
    /// <param name="proof">May be a while old, if only now they wanted the session.</param>
    public async Task<NewBrowserSession> BeginAsync(PortalUser user, Requester requester, Guid? replacedId, SignInProof proof, CancellationToken cancellationToken)
    {
        var (key, now) = (secrets.Bytes(KeyLength), clock.GetUtcNow());
        byte[]? browserKey = null;
        var session = await database.BrowserSessions.SingleOrDefaultAsync(
            session => session.Id == replacedId && session.UserId == user.Id && session.FinishedAt == null, cancellationToken);
        if (session is null)
        {
            if (replacedId is { } replaced)
            {
                await EndAsync(replaced, cancellationToken);
            }

            var met = requester.BrowserKeys is { } known ? await browsers.MeetAsync(user.Id, known, cancellationToken) : default;
            browserKey = met.NewKey;
            session = BrowserSession.Begin(user.Id, key, requester.UserAgent, requester.AddressText, proof, now);
            database.BrowserSessions.Add(session);
            if (met.IsNew)
            {
                session.MarkNewBrowser();
                await owners.AddAsync(user, NoticeKind.NewBrowser, requester, null, cancellationToken);
            }

            await networks.MeetAsync(user, session.Id, requester, isTold: met.IsNew, cancellationToken);
        }
        else
        {
            if (requester.BrowserKeys is { } known)
            {
                await browsers.MeetAgainAsync(user.Id, known, cancellationToken);
            }

            session.Renew(key, requester.UserAgent, requester.AddressText, proof, now);
        }

        storage.AfterCommit(() => changes.Publish(user.Id));
        return new NewBrowserSession(session, key) { BrowserKey = browserKey };
    }

    /// <summary>Who holds this key; nobody once the session has ended or the account cannot be used.</summary>
    public Task<SignedInPerson?> FindAsync(byte[] key, CancellationToken cancellationToken)
    {
        var hash = BrowserSession.HashOf(key);
        return PersonOf(Active().Where(session => session.KeyHash == hash)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Somebody is here who was signed in when the operator began to want a second step: from now on their time runs, as if they had signed in now.</summary>
    public async Task<SignedInPerson> RemindAsync(SignedInPerson person, CancellationToken cancellationToken)
    {
        var due = policy.DueFrom(clock.GetUtcNow());
        var isFirst = await storage.WriteAsync(
            () => database.Users.Where(user => user.Id == person.UserId && user.SecondStepDueAt == null).ExecuteUpdateAsync(user => user.SetProperty(row => row.SecondStepDueAt, due), cancellationToken),
            cancellationToken) > 0;
        return person with { SecondStepDueAt = isFirst ? due : await database.Users.Where(user => user.Id == person.UserId).Select(user => user.SecondStepDueAt).SingleAsync(cancellationToken), IsSecondStepNew = false };
    }

    /// <summary>Whose session it is; nobody's once it has ended or the account cannot be used.</summary>
    public Task<SignedInPerson?> FindAsync(Guid? sessionId, CancellationToken cancellationToken) =>
        PersonOf(Active().Where(session => session.Id == sessionId)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>As <see cref="FindAsync(Guid?, CancellationToken)"/>, for the change in which a session of an app begins: a sign-out everywhere comes before it or after it, and misses nothing.</summary>
    public async Task<SignedInPerson?> FindForNewSessionAsync(Guid? sessionId, CancellationToken cancellationToken)
    {
        if (await FindAsync(sessionId, cancellationToken) is not { } person)
        {
            return null;
        }

        await storage.LockAsync(SessionEnd.LockOf(person.UserId), cancellationToken);
        return await FindAsync(sessionId, cancellationToken);
    }

    /// <summary>The person's session as it is now, not as it was when their page was opened; for changes. None as of <see cref="FindAsync(Guid?, CancellationToken)"/>.</summary>
    public Task<BrowserSession?> FindActiveAsync(SignedInPerson person, CancellationToken cancellationToken) =>
        Active().SingleOrDefaultAsync(session => session.Id == person.BrowserSessionId && session.UserId == person.UserId, cancellationToken);

    /// <summary>Why this key signs nobody in; none for one that was never ours, or of which nothing is left.</summary>
    public async Task<UnusableSession?> FindUnusableAsync(byte[] key, CancellationToken cancellationToken)
    {
        var hash = BrowserSession.HashOf(key);
        return await (
            from session in database.BrowserSessions
            join user in database.Users on session.UserId equals user.Id
            where session.KeyHash == hash
            select new UnusableSession(
                user.UserName!,
                user.DeactivatedAt != null ? UnusableReason.AccountDeleted : user.LockedAt != null ? UnusableReason.AccountLocked : UnusableReason.SessionEnded,
                user.DeletionDueAt))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether the session is still good; asked by pages that stay open.</summary>
    public Task<bool> IsActiveAsync(Guid sessionId, CancellationToken cancellationToken) =>
        Active().AnyAsync(session => session.Id == sessionId, cancellationToken);

    /// <summary>Ends the session. The clients that it allowed stay signed in (flows contract, section 5.3).</summary>
    public Task EndAsync(Guid sessionId, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var session = await database.BrowserSessions.SingleOrDefaultAsync(session => session.Id == sessionId, cancellationToken);
            if (session?.TryFinish(clock.GetUtcNow()) == true)
            {
                await notices.AddForBrowserAsync(session.Id, cancellationToken);
                storage.AfterCommit(() => changes.Publish(session.UserId));
            }
        },
        cancellationToken);

    private IQueryable<SignedInPerson> PersonOf(IQueryable<BrowserSession> sessions)
    {
        var (everybody, administrators) = (policy.ConcernsAll, policy.ConcernsAdministrators);
        return
            from session in sessions
            join user in database.Users on session.UserId equals user.Id
            let lacksSecondStep = (everybody || (administrators && user.CanRequestAdmin)) && (session.Methods & ProofMethods.SecondSteps) == ProofMethods.None && !database.Authenticators.Any(authenticator => authenticator.UserId == user.Id)
            let hasPasskey = database.Passkeys.Any(passkey => passkey.UserId == user.Id)
            select new SignedInPerson(user.Id, user.UserName!, session.Id, session.AuthenticatedAt)
            {
                DisplayName = user.DisplayName,
                Language = user.Language,
                Methods = session.Methods,
                SecondStepDueAt = lacksSecondStep ? (hasPasskey ? user.CreatedAt : user.SecondStepDueAt) : null, // whoever has a passkey can use it at once
                IsSecondStepNew = lacksSecondStep && !hasPasskey && user.SecondStepDueAt == null,
                IsProofVoid = user.PasswordChangedAt > session.AuthenticatedAt
                    || ((session.Methods & ProofMethods.SecondSteps) == ProofMethods.None && database.Authenticators.Any(authenticator => authenticator.UserId == user.Id)),
            };
    }

    private IQueryable<BrowserSession> Active() => database.BrowserSessions.Where(session =>
        session.FinishedAt == null && database.Users.Any(user => user.Id == session.UserId && user.LockedAt == null && user.DeactivatedAt == null));
}
