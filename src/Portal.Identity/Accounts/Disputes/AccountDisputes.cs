using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Disputes;

/// <summary>Takes an account back for its owner, who says that something was not them (docs/security/alerts.md). Looking at a link uses nothing up: programs that scan mails do that too.</summary>
/// <remarks>
/// Everybody is out in one change: sessions, tokens, app passwords, passkeys that were added lately, what an old password has proven, recoveries that were begun. Who gets in again is whoever
/// reads the mail of an established address: no more than they could do before the change that is disputed.
/// </remarks>
public sealed class AccountDisputes(
    PortalDbContext database,
    Storage storage,
    AccountPassword account,
    AccountSessions sessions,
    KnownBrowsers browsers,
    KnownNetworks networks,
    PasskeyRemoval passkeys,
    RecoveryRequests recoveries,
    AccountNotices notices,
    HomeserverJobs homeserver,
    PasswordSwitches switches,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    TimeProvider clock)
{
    /// <summary>A second step that was turned on in a browser that the account knew, or in a session that is at least so old, is the owner's: no mail turns it off.</summary>
    private static readonly TimeSpan OwnSessionAge = TimeSpan.FromDays(7);

    /// <summary>What the link would do.</summary>
    public async Task<DisputeLink> FindAsync(string ticket, CancellationToken cancellationToken)
    {
        if (!switches.CanRecover)
        {
            return new DisputeLink.Disabled();
        }

        return TicketTexts.IsTicket(ticket) && await LoadAsync(ticket, cancellationToken) is { } found ? await JudgeAsync(found, cancellationToken) : new DisputeLink.Unknown();
    }

    /// <summary>Takes the account back for whoever has the link.</summary>
    /// <param name="language">Of the page, for the mail.</param>
    public async Task<DisputeOutcome> TakeBackAsync(string ticket, string language, Requester requester, CancellationToken cancellationToken)
    {
        var link = await FindAsync(ticket, cancellationToken);
        if (await TakeAllowanceAsync(requester, cancellationToken) is { Allowed: false } limited)
        {
            return new DisputeOutcome.RateLimited(limited.RetryAfter);
        }

        return link is DisputeLink.Ready ready
            ? await storage.WriteAsync(() => TakeBackOnceAsync(ready, ticket, language, requester, cancellationToken), cancellationToken)
            : new DisputeOutcome.Refused(link);
    }

    /// <summary>Whether who is signed in can do the same without a mail: there is an address by which they get in again.</summary>
    public async Task<bool> CanTakeBackAsync(Guid userId, CancellationToken cancellationToken) =>
        switches.CanRecover && await database.UserEmails.AnyAsync(email => email.UserId == userId, cancellationToken);

    /// <summary>Whether passkeys would be removed with that, since they were added lately.</summary>
    public async Task<bool> HasNewPasskeysAsync(Guid userId, CancellationToken cancellationToken) =>
        await passkeys.HasRecentAsync(await database.Users.AsNoTracking().SingleAsync(user => user.Id == userId, cancellationToken), cancellationToken);

    /// <summary>Takes the account back for who is signed in to it.</summary>
    /// <remarks>
    /// No fresh proof is asked for: the owner may not know the password any more. Whoever has only stolen the session gains nothing, for the link to a new
    /// password goes to an address that is established, and the second step stays.
    /// </remarks>
    /// <inheritdoc cref="TakeBackAsync(string, string, Requester, CancellationToken)"/>
    public async Task<DisputeOutcome> TakeBackAsync(SignedInPerson person, string language, Requester requester, CancellationToken cancellationToken) =>
        await TakeAllowanceAsync(requester, cancellationToken) is { Allowed: false } limited
            ? new DisputeOutcome.RateLimited(limited.RetryAfter)
            : await storage.WriteAsync(() => TakeBackOnceAsync(person, language, requester, cancellationToken), cancellationToken);

    private async Task<DisputeOutcome> TakeBackOnceAsync(DisputeLink.Ready link, string ticket, string language, Requester requester, CancellationToken cancellationToken)
    {
        await LockAsync(link.UserId, link.Address, cancellationToken);
        if (await LoadAsync(ticket, cancellationToken) is not { } found || await JudgeAsync(found, cancellationToken) is not DisputeLink.Ready ready)
        {
            return new DisputeOutcome.Refused(await FindAsync(ticket, cancellationToken)); // another one was faster, or the account was locked meanwhile
        }

        var now = clock.GetUtcNow();
        if (ready.EndsSecondStep)
        {
            await EndSecondStepAsync(found.User, requester, now, cancellationToken);
        }

        return await ApplyAsync(found.User, found.Current ?? Return(found.Former!, requester, now), language, requester, now, cancellationToken);
    }

    private async Task<DisputeOutcome> TakeBackOnceAsync(SignedInPerson person, string language, Requester requester, CancellationToken cancellationToken)
    {
        await LockAsync(person.UserId, null, cancellationToken);
        var now = clock.GetUtcNow();
        var isSignedIn = await database.BrowserSessions.AnyAsync(session => session.Id == person.BrowserSessionId && session.UserId == person.UserId && session.FinishedAt == null, cancellationToken);
        if (!switches.CanRecover || !isSignedIn || await database.Users.SingleAsync(user => user.Id == person.UserId, cancellationToken) is not { IsUsable: true } user)
        {
            return new DisputeOutcome.Refused(switches.CanRecover ? new DisputeLink.Used() : new DisputeLink.Disabled());
        }

        var emails = await database.UserEmails.Where(email => email.UserId == user.Id).OrderBy(email => email.CreatedAt).ThenBy(email => email.Id).ToListAsync(cancellationToken);
        var email = emails.Find(email => email.IsEstablished(user, now)) ?? await ReturnLastAsync(user.Id, requester, now, cancellationToken) ?? emails.FirstOrDefault();
        return email is null ? new DisputeOutcome.Refused(new DisputeLink.Unknown()) : await ApplyAsync(user, email, language, requester, now, cancellationToken);
    }

    private async Task<DisputeOutcome> ApplyAsync(PortalUser user, UserEmail own, string language, Requester requester, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (own.IsEstablished(user, now))
        {
            foreach (var added in await FindAddedAsync(user, own.Id, now, cancellationToken))
            {
                database.UserEmails.Remove(added);
                Record(user, SecurityEvent.EmailRemoved, requester, now);
            }
        }

        await passkeys.RemoveRecentAsync(user, requester, cancellationToken);
        foreach (var ticket in await database.DisputeTickets.Where(ticket => ticket.UserId == user.Id && ticket.UsedAt == null).ToListAsync(cancellationToken))
        {
            ticket.Use(now); // one answer to all that was told so far
        }

        await browsers.ForgetAsync(user.Id, cancellationToken);
        await networks.ForgetAsync(user.Id, cancellationToken);
        user.VoidPassword(now); // with it goes what was proven with it, and every link to a new one that was mailed before
        await sessions.EndAllAsync(user.Id, cancellationToken);
        homeserver.Provision(user.Id);
        Record(user, SecurityEvent.AccountTakenBack, requester, now);
        await notices.AddAsync(user, NoticeKind.AccountTakenBack, requester, null, cancellationToken);
        return new DisputeOutcome.TakenBack(recoveries.SendTo(own, language, requester).Id);
    }

    private UserEmail Return(FormerEmail former, Requester requester, DateTimeOffset now)
    {
        var email = UserEmail.Returned(former);
        database.FormerEmails.Remove(former);
        database.UserEmails.Add(email);
        database.SecurityEvents.Add(SecurityEvent.Record(former.UserId, SecurityEvent.EmailAdded, null, requester.AddressText, now));
        return email;
    }

    private async Task<UserEmail?> ReturnLastAsync(Guid userId, Requester requester, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var former = await database.FormerEmails.Where(email => email.UserId == userId).OrderByDescending(email => email.RemovedAt).FirstOrDefaultAsync(cancellationToken);
        if (former is null || now - former.RemovedAt >= DisputeTicket.Lifetime)
        {
            return null; // no later than by the link that was mailed to it
        }

        await LockEmailAsync(former.NormalizedAddress, cancellationToken);
        return await IsTakenAsync(former.NormalizedAddress, cancellationToken) ? null : Return(former, requester, now);
    }

    private async Task EndSecondStepAsync(PortalUser user, Requester requester, DateTimeOffset now, CancellationToken cancellationToken)
    {
        database.Authenticators.RemoveRange(await database.Authenticators.Where(authenticator => authenticator.UserId == user.Id).ToListAsync(cancellationToken));
        await database.RecoveryCodes.Where(code => code.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        Record(user, SecurityEvent.SecondFactorDisabled, requester, now);
    }

    private async Task<DisputeLink> JudgeAsync(Found found, CancellationToken cancellationToken)
    {
        var (now, ticket, user) = (clock.GetUtcNow(), found.Ticket, found.User);
        return ticket.UsedAt is not null ? new DisputeLink.Used()
            : ticket.HasExpired(now) ? new DisputeLink.Expired()
            : user.DeactivatedAt is not null && !user.CanComeBack(now) ? new DisputeLink.Deactivated(user.UserName!)
            : user.LockedAt is not null ? new DisputeLink.Locked()
            : found.Address is not { } address ? new DisputeLink.Unknown()
            : new DisputeLink.Ready(user.Id, user.UserName!, address, ticket.Kind, ticket.CreatedAt)
            {
                Returns = found.Current is null,
                RemovesAddresses = (await FindAddedAsync(user, found.Current?.Id ?? found.Former!.Id, now, cancellationToken)).Count > 0,
                RemovesPasskeys = await passkeys.HasRecentAsync(user, cancellationToken),
                EndsSecondStep = await IsSecondStepDisputedAsync(ticket, now, cancellationToken),
            };
    }

    // The owner may have turned it on against somebody who reads their mail, and that person must not turn it off; or a thief did, to keep the owner out.
    // It is the thief's if it was done in a browser that was new to the account, and signed in only lately, and this address was told.
    private async Task<bool> IsSecondStepDisputedAsync(DisputeTicket ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await database.Authenticators.Where(authenticator => authenticator.UserId == ticket.UserId).Select(authenticator => (DateTimeOffset?)authenticator.CreatedAt).SingleOrDefaultAsync(cancellationToken) is not { } turnedOnAt
            || !await database.DisputeTickets.AnyAsync(
                told => told.UserId == ticket.UserId && told.NormalizedAddress == ticket.NormalizedAddress && told.Kind == NoticeKind.SecondFactorEnabled
                    && told.UsedAt == null && told.ExpiresAt > now && told.CreatedAt >= turnedOnAt,
                cancellationToken))
        {
            return false;
        }

        var youngest = turnedOnAt - OwnSessionAge;
        return await (
            from happened in database.SecurityEvents
            join session in database.BrowserSessions on happened.SessionId equals session.Id
            where happened.UserId == ticket.UserId && happened.Kind == SecurityEvent.SecondFactorEnabled && happened.CreatedAt == turnedOnAt && session.IsNewBrowser && session.CreatedAt > youngest
            select happened.Id).AnyAsync(cancellationToken);
    }

    private async Task<List<UserEmail>> FindAddedAsync(PortalUser user, Guid ownId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await database.UserEmails.Where(email => email.UserId == user.Id && email.Id != ownId).ToListAsync(cancellationToken)).FindAll(email => !email.IsEstablished(user, now));

    private async Task<Found?> LoadAsync(string text, CancellationToken cancellationToken)
    {
        var hash = TicketTexts.HashOf(text);
        if (await database.DisputeTickets.SingleOrDefaultAsync(ticket => ticket.Hash == hash, cancellationToken) is not { } ticket)
        {
            return null;
        }

        var user = await database.Users.SingleAsync(user => user.Id == ticket.UserId, cancellationToken);
        var current = await database.UserEmails.SingleOrDefaultAsync(email => email.UserId == user.Id && email.NormalizedAddress == ticket.NormalizedAddress, cancellationToken);
        var former = current is null ? await database.FormerEmails.SingleOrDefaultAsync(email => email.UserId == user.Id && email.NormalizedAddress == ticket.NormalizedAddress, cancellationToken) : null;
        var canReturn = former?.CanReturn(clock.GetUtcNow()) == true && !await IsTakenAsync(former.NormalizedAddress, cancellationToken);
        await database.Entry(ticket).ReloadAsync(cancellationToken); // last: if nobody has used it by now, the rest was not read in the middle of that
        return canReturn ? new Found(ticket, user, null, former) : new Found(ticket, user, current, null);
    }

    private Task<bool> IsTakenAsync(string normalizedAddress, CancellationToken cancellationToken) =>
        database.UserEmails.AnyAsync(email => email.NormalizedAddress == normalizedAddress, cancellationToken);

    // In the order of everybody else who holds several: signing in and changing passwords first, then the address, then those of the account.
    private async Task LockAsync(Guid userId, string? address, CancellationToken cancellationToken)
    {
        await account.LockAsync(userId, cancellationToken);
        if (EmailAddress.Normalise(address ?? "") is { } normalized)
        {
            await LockEmailAsync(normalized, cancellationToken);
        }

        await storage.LockAsync(AccountEmails.LockOf(userId), cancellationToken);
    }

    private Task LockEmailAsync(string normalizedAddress, CancellationToken cancellationToken) => storage.LockAsync(AccountEmails.LockOf(normalizedAddress), cancellationToken);

    private Task<RateLimitDecision> TakeAllowanceAsync(Requester requester, CancellationToken cancellationToken) =>
        limiter.TryTakeAsync("recovery-link", limits.Value.AccountRecovery.LinksPerIp, RateLimitKeys.ForAddress(requester.Address), cancellationToken);

    private void Record(PortalUser user, string kind, Requester requester, DateTimeOffset now) =>
        database.SecurityEvents.Add(SecurityEvent.Record(user.Id, kind, null, requester.AddressText, now));

    /// <param name="Current">The address of the ticket, if the account has it.</param>
    /// <param name="Former">Else the address as it was, if it can return.</param>
    private sealed record Found(DisputeTicket Ticket, PortalUser User, UserEmail? Current, FormerEmail? Former)
    {
        public string? Address => Current?.Address ?? Former?.Address;
    }
}
