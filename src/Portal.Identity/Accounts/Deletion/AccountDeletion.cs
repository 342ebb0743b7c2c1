using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Deletion;

/// <summary>A person deletes their account: it ends at once, can be had back for a while, and is then forgotten but for its name (flows contract, section 9.10).</summary>
public sealed class AccountDeletion(
    PortalDbContext database,
    Storage storage,
    BrowserSessions browsers,
    AccountPassword password,
    AccountSessions sessions,
    AccountNotices notices,
    HomeserverJobs homeserver,
    OutboxWriter outbox,
    IOptions<AccountOptions> options,
    IOptions<MatrixOptions> matrix,
    TimeProvider clock)
{
    /// <summary>Whether people may delete their accounts.</summary>
    public bool IsAllowed => options.Value.AccountDeactivationAllowed;

    /// <summary>How long an account can be had back.</summary>
    public TimeSpan Window => options.Value.DeletionWindow;

    /// <summary>Ends every session and lets nobody in any more. What cannot be undone waits until the time to come back is over.</summary>
    /// <remarks>The homeserver loses the devices with the sessions, and learns of the deletion itself only at the end: what it forgets does not come back.</remarks>
    /// <param name="typed">What must be the whole Matrix ID, so that nobody does this by a slip of the hand.</param>
    /// <param name="erase">Whether the homeserver shall hide the person's messages from whoever joins a room later.</param>
    public Task<DeletionOutcome> RequestAsync(SignedInPerson person, string typed, bool erase, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            if (!IsAllowed)
            {
                return DeletionOutcome.NotAllowed;
            }

            if (!string.Equals(typed.Trim(), matrix.Value.UserIdOf(person.Username), StringComparison.OrdinalIgnoreCase))
            {
                return DeletionOutcome.NotConfirmed;
            }

            await LockAsync(person.UserId, cancellationToken);
            if (await browsers.FindActiveAsync(person, cancellationToken) is null)
            {
                return DeletionOutcome.NotSignedIn;
            }

            var now = clock.GetUtcNow();
            var user = await database.Users.SingleAsync(user => user.Id == person.UserId, cancellationToken);
            user.RequestDeletion(erase, Window, now);
            await sessions.EndAllAsync(user.Id, cancellationToken);
            outbox.Add(FinishDeletion.MessageKind, new DeletionMessage(user.Id, user.DeletionDueAt!.Value), user.DeletionDueAt);
            var lastDay = Window == TimeSpan.Zero ? null : DateOnly.FromDateTime(user.DeletionDueAt.Value.UtcDateTime).ToString("o", System.Globalization.CultureInfo.InvariantCulture);
            await notices.AddAsync(user, NoticeKind.AccountDeactivated, requester, lastDay, cancellationToken);
            Record(user, SecurityEvent.DeletionRequested, requester, now);
            return DeletionOutcome.Deleted;
        },
        cancellationToken);

    /// <summary>The account that can be had back by this way; none if it is over.</summary>
    public async Task<PortalUser?> FindAsync(AccountReturn way, CancellationToken cancellationToken) =>
        await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == way.UserId && user.DeletionDueAt == way.Until, cancellationToken) is { } user && user.CanComeBack(clock.GetUtcNow()) && !IsVoid(way, user)
            ? user
            : null;

    /// <summary>Makes the account what it was, and signs its owner in. The sessions that were ended stay so.</summary>
    /// <param name="way">From <see cref="SignInOutcome.Deactivated"/>: the proof of who wants this.</param>
    /// <param name="replacedSessionId">The browser session that this browser has now.</param>
    public Task<ReturnOutcome> ComeBackAsync(AccountReturn way, Requester requester, Guid? replacedSessionId, CancellationToken cancellationToken) => storage.WriteAsync<ReturnOutcome>(
        async () =>
        {
            await password.LockAsync(way.UserId, cancellationToken);
            await LockAsync(way.UserId, cancellationToken);
            var now = clock.GetUtcNow();
            var user = await database.Users.SingleOrDefaultAsync(user => user.Id == way.UserId && user.DeletionDueAt == way.Until, cancellationToken);
            if (user?.CanComeBack(now) != true || IsVoid(way, user))
            {
                return new ReturnOutcome.Over();
            }

            user.ComeBack();
            homeserver.Provision(user.Id); // what changed meanwhile, such as a lock, was not told about somebody who was gone
            Record(user, SecurityEvent.DeletionUndone, requester, now);
            return user.LockedAt is null
                ? new ReturnOutcome.Back(await browsers.BeginAsync(user, requester, replacedSessionId, way.Proof, cancellationToken))
                : new ReturnOutcome.Locked();
        },
        cancellationToken);

    /// <summary>Forgets the person: addresses, display name, and what else names them. Username, password and sign-ins elsewhere stay, so that the name is never given away.</summary>
    /// <remarks>Does nothing to an account that came back, and no harm when it is done twice.</remarks>
    public Task FinishAsync(DeletionMessage deletion, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            await LockAsync(deletion.UserId, cancellationToken);
            var user = await database.Users.SingleOrDefaultAsync(user => user.Id == deletion.UserId && user.DeletionDueAt == deletion.DueAt, cancellationToken);
            if (user is null || user.CanComeBack(clock.GetUtcNow()))
            {
                return;
            }

            await sessions.EndAllAsync(user.Id, cancellationToken); // what began while it was being deleted
            await ForgetAddressesAsync(user.Id, cancellationToken);
            await database.RecoveryCodes.Where(code => code.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            await database.Authenticators.Where(authenticator => authenticator.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            await database.Passkeys.Where(passkey => passkey.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            user.FinishDeletion();
            homeserver.Delete(user.Id); // from here on it is final, whether the homeserver can be reached or not
        },
        cancellationToken);

    private async Task ForgetAddressesAsync(Guid userId, CancellationToken cancellationToken)
    {
        await database.UserEmails.Where(email => email.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await database.FormerEmails.Where(email => email.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await database.DisputeTickets.Where(ticket => ticket.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await database.KnownBrowsers.Where(browser => browser.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await database.KnownNetworks.Where(network => network.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await database.EmailVerifications.Where(verification => verification.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        var registered = await database.Registrations.Where(registration => registration.UserId == userId).Select(registration => registration.EmailVerificationId).ToListAsync(cancellationToken);
        await database.Registrations.Where(registration => registration.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await database.EmailVerifications.Where(verification => registered.Contains(verification.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    // Whoever had the account may have lost the password to somebody, and have a new one by now.
    private static bool IsVoid(AccountReturn way, PortalUser user) => user.PasswordChangedAt >= way.Proof.At;

    // Deleting, coming back and being forgotten exclude each other.
    private Task LockAsync(Guid userId, CancellationToken cancellationToken) => storage.LockAsync($"deletion:{userId}", cancellationToken);

    private void Record(PortalUser user, string kind, Requester requester, DateTimeOffset now) =>
        database.SecurityEvents.Add(SecurityEvent.Record(user.Id, kind, null, requester.AddressText, now));
}
