using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>Takes the wish for a new password (flows contract, sections 7.1 and 7.2).</summary>
/// <remarks>
/// Who has the address is looked at by the worker, after the answer: known and unknown addresses take the same way here,
/// with the same statements.
/// </remarks>
public sealed class RecoveryRequests(
    PortalDbContext database, Storage storage, OutboxWriter outbox, RecoveryTicketTexts texts, RateLimiter limiter, PasswordSwitches switches, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    /// <summary>Stores the wish and has the links sent.</summary>
    public async Task<RecoveryRequestOutcome> StartAsync(RecoveryRequest request, CancellationToken cancellationToken)
    {
        if (!switches.CanRecover)
        {
            return new RecoveryRequestOutcome.Disabled();
        }

        if (request.Email.Length == 0)
        {
            return new RecoveryRequestOutcome.Missing();
        }

        if (!EmailAddress.TryParse(request.Email, out var email))
        {
            return new RecoveryRequestOutcome.Invalid();
        }

        if (await TakeAllowanceAsync(email.Normalised, request.Requester, cancellationToken) is { Allowed: false } limited)
        {
            return new RecoveryRequestOutcome.RateLimited(limited.RetryAfter);
        }

        return await storage.WriteAsync(
            () =>
            {
                var session = RecoverySession.Start(email, request, clock.GetUtcNow());
                database.RecoverySessions.Add(session);
                Send(session);
                return Task.FromResult<RecoveryRequestOutcome>(new RecoveryRequestOutcome.Sent(session.Id));
            },
            cancellationToken);
    }

    /// <summary>The wish; none if there is no such.</summary>
    public Task<RecoverySession?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        database.RecoverySessions.AsNoTracking().SingleOrDefaultAsync(session => session.Id == id, cancellationToken);

    /// <summary>Sends new links; the earlier ones keep working until they expire.</summary>
    public async Task<RecoveryRequestOutcome> ResendAsync(Guid id, Requester requester, CancellationToken cancellationToken)
    {
        if (!switches.CanRecover)
        {
            return new RecoveryRequestOutcome.Disabled();
        }

        var session = await FindAsync(id, cancellationToken);
        if (session is null or { ConsumedAt: not null })
        {
            return session is null ? new RecoveryRequestOutcome.Unknown() : new RecoveryRequestOutcome.Used();
        }

        if (await TakeAllowanceAsync(session.NormalizedEmail, requester, cancellationToken) is { Allowed: false } limited)
        {
            return new RecoveryRequestOutcome.RateLimited(limited.RetryAfter);
        }

        await storage.WriteAsync(
            () =>
            {
                Send(session);
                return Task.CompletedTask;
            },
            cancellationToken);
        return new RecoveryRequestOutcome.Sent(session.Id);
    }

    /// <summary>Sends a link to one address of one account, for somebody of whom it is known that they have it; part of the caller's change.</summary>
    internal RecoverySession SendTo(UserEmail email, string language, Requester requester)
    {
        var now = clock.GetUtcNow();
        var address = EmailAddress.TryParse(email.Address, out var parsed) ? parsed : throw new InvalidOperationException("What was proven is an address.");
        var session = RecoverySession.Start(address, new RecoveryRequest(address.Value, null, language, requester), now);
        var ticket = RecoveryTicket.Prepare(session.Id, session.Id, email.UserId, texts.NewText, now);
        database.RecoverySessions.Add(session);
        database.RecoveryTickets.Add(ticket);
        outbox.Add(SendRecoveryLink.MessageKind, new RecoveryTicketMessage(ticket.Id));
        return session;
    }

    // Whether anybody has the address is work, which the answer must not be slowed down by (docs/security/enumeration.md).
    private void Send(RecoverySession session) => outbox.Add(PrepareRecoveryMails.MessageKind, new RecoverySessionMessage(session.Id), wakes: false);

    private async Task<RateLimitDecision> TakeAllowanceAsync(string email, Requester requester, CancellationToken cancellationToken)
    {
        var perIp = await limiter.TryTakeAsync("recovery-ip", limits.Value.AccountRecovery.PerIp, RateLimitKeys.ForAddress(requester.Address), cancellationToken);
        return perIp.Allowed
            ? await limiter.TryTakeAsync("recovery-address", limits.Value.AccountRecovery.PerAddress, email, cancellationToken)
            : perIp;
    }
}
