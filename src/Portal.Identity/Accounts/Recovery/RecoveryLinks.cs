using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>What the mailed links do (flows contract, section 7.3). Looking at one uses nothing up: programs that scan mails do that too.</summary>
public sealed class RecoveryLinks(
    PortalDbContext database,
    Storage storage,
    NewPasswordCheck check,
    PasswordSchemes passwords,
    PasswordGate gate,
    AccountPassword account,
    PasskeyRemoval passkeys,
    PasswordSwitches switches,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    TimeProvider clock)
{
    public async Task<RecoveryLink> FindAsync(string ticket, CancellationToken cancellationToken)
    {
        if (!switches.CanRecover)
        {
            return new RecoveryLink.Disabled();
        }

        return TicketTexts.IsTicket(ticket) && await LoadAsync(ticket, cancellationToken) is { } found ? Judge(found) : new RecoveryLink.Unknown();
    }

    /// <summary>Makes it the account's password, if the link can be used. Every address of the account is told.</summary>
    /// <exception cref="PasswordGateBusyException">Too many passwords wait to be hashed; nothing has changed.</exception>
    public async Task<ResetPasswordOutcome> ResetAsync(ResetPasswordCommand command, CancellationToken cancellationToken)
    {
        var found = await FindAsync(command.Ticket, cancellationToken);
        var allowance = await limiter.TryTakeAsync("recovery-link", limits.Value.AccountRecovery.LinksPerIp, RateLimitKeys.ForAddress(command.Requester.Address), cancellationToken);
        if (!allowance.Allowed)
        {
            return new ResetPasswordOutcome.RateLimited(found, allowance.RetryAfter);
        }

        if (found is not RecoveryLink.Ready link)
        {
            return new ResetPasswordOutcome.Refused(found);
        }

        var problems = await check.CheckAsync(command.Password, command.PasswordAgain, link.UserId, cancellationToken);
        if (problems.Count > 0)
        {
            return new ResetPasswordOutcome.Unfit(link, problems);
        }

        var hash = await gate.RunAsync(() => passwords.Hash(command.Password), cancellationToken);
        return await storage.WriteAsync(() => SaveAsync(link, hash, command, cancellationToken), cancellationToken);
    }

    private async Task<ResetPasswordOutcome> SaveAsync(RecoveryLink.Ready link, string hash, ResetPasswordCommand command, CancellationToken cancellationToken)
    {
        await account.LockAsync(link.UserId, cancellationToken);
        var found = await LoadAsync(command.Ticket, cancellationToken);
        var now = found is null ? new RecoveryLink.Unknown() : Judge(found);
        if (now is not RecoveryLink.Ready)
        {
            return new ResetPasswordOutcome.Refused(now); // another one was faster, or the account was locked meanwhile
        }

        found!.Session.Consume(clock.GetUtcNow());
        await account.ReplaceAsync(found.User, hash, NoticeKind.PasswordReset, command.Requester, cancellationToken);
        if (command.EndSessions)
        {
            await account.EndSessionsAsync(found.User.Id, except: null, cancellationToken);
            await passkeys.RemoveRecentAsync(found.User, command.Requester, cancellationToken);
        }

        return new ResetPasswordOutcome.Saved(link.SessionId, link.Username);
    }

    private Task<Found?> LoadAsync(string text, CancellationToken cancellationToken)
    {
        var hash = TicketTexts.HashOf(text);
        return (
            from ticket in database.RecoveryTickets
            join session in database.RecoverySessions on ticket.SessionId equals session.Id
            join user in database.Users on ticket.UserId equals user.Id
            where ticket.Hash == hash && ticket.ExpiresAt != null
            select new Found(
                ticket, session, user, database.UserEmails.Any(email => email.UserId == user.Id && email.NormalizedAddress == session.NormalizedEmail))).SingleOrDefaultAsync(cancellationToken);
    }

    private RecoveryLink Judge(Found found)
    {
        var (ticket, session, user, hasAddress) = found;
        return session.ConsumedAt is not null || user.PasswordChangedAt > ticket.CreatedAt ? new RecoveryLink.Used(session.Id)
            : ticket.HasExpired(clock.GetUtcNow()) ? new RecoveryLink.Expired(session.Id, session.Email)
            : user.DeactivatedAt is not null && !user.CanComeBack(clock.GetUtcNow()) ? new RecoveryLink.Deactivated(user.UserName!) // or whoever stole the password could delete the account, and its owner never save it
            : user.LockedAt is not null ? new RecoveryLink.Locked()
            : !hasAddress ? new RecoveryLink.Unknown()
            : new RecoveryLink.Ready(session.Id, user.Id, user.UserName!);
    }

    private sealed record Found(RecoveryTicket Ticket, RecoverySession Session, PortalUser User, bool HasAddress);
}
