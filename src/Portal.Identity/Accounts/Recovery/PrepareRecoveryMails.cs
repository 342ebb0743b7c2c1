using Microsoft.EntityFrameworkCore;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>Finds the accounts that have the address of a recovery, and makes a ticket and a mail for each: one that fails does not hold up the others.</summary>
public sealed class PrepareRecoveryMails(PortalDbContext database, Storage storage, OutboxWriter outbox, RecoveryTicketTexts texts, TimeProvider clock) : IOutboxHandler
{
    public const string MessageKind = "prepare-recovery-mails";

    public string Kind => MessageKind;

    public OutboxLane Lane => OutboxLane.Awaited;

    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        storage.WriteAsync(() => PrepareAsync(message.Id, message.Read<RecoverySessionMessage>().SessionId, cancellationToken), cancellationToken);

    private async Task PrepareAsync(Guid messageId, Guid sessionId, CancellationToken cancellationToken)
    {
        var session = await database.RecoverySessions.SingleOrDefaultAsync(session => session.Id == sessionId && session.ConsumedAt == null, cancellationToken);
        if (session is null || await database.RecoveryTickets.AnyAsync(ticket => ticket.MessageId == messageId, cancellationToken))
        {
            return; // used meanwhile, or done before
        }

        var owners = await database.UserEmails.Where(email => email.NormalizedAddress == session.NormalizedEmail).Select(email => email.UserId).ToListAsync(cancellationToken);
        foreach (var owner in owners)
        {
            var ticket = RecoveryTicket.Prepare(sessionId, messageId, owner, texts.NewText, clock.GetUtcNow());
            database.RecoveryTickets.Add(ticket);
            outbox.Add(SendRecoveryLink.MessageKind, new RecoveryTicketMessage(ticket.Id));
        }
    }
}

/// <summary>The payload of <see cref="PrepareRecoveryMails"/>.</summary>
public sealed record RecoverySessionMessage(Guid SessionId);
