using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Emails;

/// <summary>A person's proven addresses, and how they get and lose them (flows contract, sections 9.3 and 9.4).</summary>
/// <remarks>Every query names the owner: somebody else's address looks exactly like one that does not exist.</remarks>
public sealed class AccountEmails(
    PortalDbContext database,
    Storage storage,
    BrowserSessions sessions,
    EmailVerifications verifications,
    EmailPolicy policy,
    AccountNotices notices,
    HomeserverJobs homeserver,
    PasswordSwitches passwords,
    IOptions<AccountOptions> options,
    TimeProvider clock)
{
    /// <summary>Most addresses of one account: each is told of every change.</summary>
    public const int MaxAddresses = 10;

    /// <summary>Held by whoever gives an account an address, or takes it away.</summary>
    internal static string LockOf(Guid userId) => $"emails-of:{userId}";

    /// <summary>Held before that by whoever gives this address to an account.</summary>
    internal static string LockOf(string normalizedAddress) => $"email:{normalizedAddress}";

    /// <summary>For how long an address may wait to be proven, whatever codes are sent meanwhile.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Whether people may add and remove addresses.</summary>
    public bool CanChange => options.Value.EmailChangeAllowed;

    /// <summary>Why an account that has an address must keep one; none if it need not.</summary>
    public LastEmailUse? LastIsFor =>
        passwords.CanRecover ? LastEmailUse.Recovery
        : passwords.Enabled && options.Value.LoginWithEmailAllowed ? LastEmailUse.SignIn
        : null;

    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<UserEmail>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await database.UserEmails.AsNoTracking().Where(email => email.UserId == userId).OrderBy(email => email.CreatedAt).ThenBy(email => email.Id).ToListAsync(cancellationToken);

    /// <summary>Takes an address and mails a code to it, all in the order of the contract (section 9.3).</summary>
    /// <param name="address">As typed.</param>
    /// <param name="language">Of the page, for the mail.</param>
    public async Task<AddEmailOutcome> AddAsync(SignedInPerson person, string address, string language, Requester requester, CancellationToken cancellationToken)
    {
        if (!CanChange)
        {
            return new AddEmailOutcome.NotAllowed();
        }

        if (!EmailAddress.TryParse(address.Trim(), out var parsed))
        {
            return new AddEmailOutcome.Invalid();
        }

        if (await verifications.TakeMailAllowanceAsync(parsed.Value, requester, cancellationToken) is { Allowed: false } limited)
        {
            return new AddEmailOutcome.RateLimited(limited.RetryAfter);
        }

        if (await database.UserEmails.AnyAsync(email => email.UserId == person.UserId && email.NormalizedAddress == parsed.Normalised, cancellationToken))
        {
            return new AddEmailOutcome.InUse();
        }

        if (await database.UserEmails.CountAsync(email => email.UserId == person.UserId, cancellationToken) >= MaxAddresses)
        {
            return new AddEmailOutcome.TooMany();
        }

        if (policy.Check(parsed) is { Count: > 0 } violations)
        {
            return new AddEmailOutcome.Denied(violations);
        }

        return await storage.WriteAsync<AddEmailOutcome>(
            () =>
            {
                var verification = EmailVerification.StartFor(person.UserId, person.BrowserSessionId, parsed.Value, clock.GetUtcNow());
                database.EmailVerifications.Add(verification);
                verifications.SendCode(verification.Id, person.Username, language);
                return Task.FromResult<AddEmailOutcome>(new AddEmailOutcome.Started(verification.Id));
            },
            cancellationToken);
    }

    /// <summary>The verification, if this person began it in this browser session; nobody else sees that it exists.</summary>
    public Task<EmailVerification?> FindVerificationAsync(SignedInPerson person, Guid id, CancellationToken cancellationToken) =>
        Begun(person, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    /// <summary>Compares a code with every code that was sent. The right one gives the address to the account, unless some account has it.</summary>
    /// <returns><see cref="VerifyOutcome.NotWaiting"/> also for a verification that <see cref="FindVerificationAsync"/> does not find.</returns>
    public async Task<VerifyOutcome> VerifyAsync(SignedInPerson person, Guid id, string code, Requester requester, CancellationToken cancellationToken)
    {
        if (await FindVerificationAsync(person, id, cancellationToken) is not { CompletedAt: null })
        {
            return new VerifyOutcome.NotWaiting();
        }

        var attempt = await verifications.TakeAttemptAsync(id, cancellationToken);
        return attempt.Allowed
            ? await storage.WriteAsync(() => CompleteAsync(person, id, code, requester, cancellationToken), cancellationToken)
            : new VerifyOutcome.RateLimited(attempt.RetryAfter);
    }

    /// <summary>Sends another code; the earlier ones keep working until they expire.</summary>
    public async Task<VerifyOutcome> ResendAsync(SignedInPerson person, Guid id, string language, Requester requester, CancellationToken cancellationToken)
    {
        if (await FindVerificationAsync(person, id, cancellationToken) is not { CompletedAt: null } verification)
        {
            return new VerifyOutcome.NotWaiting();
        }

        var allowance = await verifications.TakeResendAllowanceAsync(id, verification.Address, requester, cancellationToken);
        if (!allowance.Allowed)
        {
            return new VerifyOutcome.RateLimited(allowance.RetryAfter);
        }

        await storage.WriteAsync(
            () =>
            {
                verifications.SendCode(id, person.Username, language);
                return Task.CompletedTask;
            },
            cancellationToken);
        return new VerifyOutcome.Sent();
    }

    /// <summary>Takes an address from the account. Every address is told, this one too.</summary>
    public Task<RemoveEmailOutcome> RemoveAsync(SignedInPerson person, Guid emailId, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            if (!CanChange)
            {
                return RemoveEmailOutcome.NotAllowed;
            }

            await storage.LockAsync(LockOf(person.UserId), cancellationToken); // two at once must not remove each the other's last
            var emails = await database.UserEmails.Where(email => email.UserId == person.UserId).ToListAsync(cancellationToken);
            if (emails.SingleOrDefault(email => email.Id == emailId) is not { } removed || await sessions.FindActiveAsync(person, cancellationToken) is null)
            {
                return RemoveEmailOutcome.Gone;
            }

            if (emails.Count == 1 && LastIsFor is not null)
            {
                return RemoveEmailOutcome.LastNeeded;
            }

            if (await KeepAsync(person, removed, emails, cancellationToken) is { } former)
            {
                database.FormerEmails.Add(former);
            }

            await TellAsync(person, NoticeKind.EmailRemoved, SecurityEvent.EmailRemoved, removed.Address, requester, cancellationToken);
            database.UserEmails.Remove(removed);
            homeserver.Provision(person.UserId);
            return RemoveEmailOutcome.Removed;
        },
        cancellationToken);

    private async Task<VerifyOutcome> CompleteAsync(SignedInPerson person, Guid id, string code, Requester requester, CancellationToken cancellationToken)
    {
        var verification = await Begun(person, id).Include(verification => verification.Codes).SingleOrDefaultAsync(cancellationToken);
        if (verification is not { CompletedAt: null } || await sessions.FindActiveAsync(person, cancellationToken) is null)
        {
            return new VerifyOutcome.NotWaiting(); // decided in another tab meanwhile
        }

        var outcome = verifications.Judge(verification, code);
        if (outcome is not VerifyOutcome.Verified || !EmailAddress.TryParse(verification.Address, out var address))
        {
            return outcome;
        }

        var now = clock.GetUtcNow();
        verification.Complete(now); // used up, whatever comes of it

        // No constraint can hold this rule, because imports may break it: of two accounts that prove one address, one gets it.
        await storage.LockAsync(LockOf(address.Normalised), cancellationToken);
        if (await database.UserEmails.AnyAsync(email => email.NormalizedAddress == address.Normalised, cancellationToken))
        {
            return new VerifyOutcome.InUse();
        }

        await storage.LockAsync(LockOf(person.UserId), cancellationToken);
        if (await sessions.FindActiveAsync(person, cancellationToken) is null // the account was taken back while this waited
            || await database.UserEmails.CountAsync(email => email.UserId == person.UserId, cancellationToken) >= MaxAddresses)
        {
            return new VerifyOutcome.NotWaiting();
        }

        database.UserEmails.Add(await TakeUpAsync(person.UserId, address, now, cancellationToken));
        homeserver.Provision(person.UserId);
        await TellAsync(person, NoticeKind.EmailAdded, SecurityEvent.EmailAdded, address.Value, requester, cancellationToken);
        return outcome;
    }

    // What an established address could not do any more, and an attacker's could: taking the account back (FormerEmail).
    // Also where another one stays, if a browser removes it that was new to the account not long ago: nobody may read that other one any more.
    private async Task<FormerEmail?> KeepAsync(SignedInPerson person, UserEmail removed, List<UserEmail> emails, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var owner = await database.Users.SingleAsync(user => user.Id == removed.UserId, cancellationToken);
        var isByStranger = await database.BrowserSessions.AnyAsync(
            session => session.Id == person.BrowserSessionId && session.IsNewBrowser && session.CreatedAt > now - UserEmail.EstablishedAfter, cancellationToken);
        return removed.IsEstablished(owner, now) && (isByStranger || !emails.Exists(email => email != removed && email.IsEstablished(owner, now))) ? FormerEmail.Of(removed, now) : null;
    }

    // One that its owner brings back by hand is as established as it was: else one that was added meanwhile would count for more.
    private async Task<UserEmail> TakeUpAsync(Guid userId, EmailAddress address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var former = await database.FormerEmails.SingleOrDefaultAsync(former => former.UserId == userId && former.NormalizedAddress == address.Normalised, cancellationToken);
        if (former is null)
        {
            return UserEmail.Confirmed(userId, address, now);
        }

        database.FormerEmails.Remove(former);
        return former.CanReturn(now) ? UserEmail.Returned(former) : UserEmail.Confirmed(userId, address, now);
    }

    private async Task TellAsync(SignedInPerson person, NoticeKind notice, string happened, string address, Requester requester, CancellationToken cancellationToken)
    {
        var user = await database.Users.SingleAsync(user => user.Id == person.UserId, cancellationToken);
        await notices.AddAsync(user, notice, requester, address, cancellationToken);
        database.SecurityEvents.Add(SecurityEvent.Record(person.UserId, happened, person.BrowserSessionId, requester.AddressText, clock.GetUtcNow()));
    }

    // Begun under a proof; an hour later, or after the password was replaced, that proof must not bring an address in any more.
    private IQueryable<EmailVerification> Begun(SignedInPerson person, Guid id)
    {
        var since = clock.GetUtcNow() - MaxAge;
        return database.EmailVerifications.Where(verification =>
            verification.Id == id && verification.UserId == person.UserId && verification.BrowserSessionId == person.BrowserSessionId && verification.CreatedAt > since
            && !database.Users.Any(user => user.Id == person.UserId && user.PasswordChangedAt > verification.CreatedAt));
    }
}
