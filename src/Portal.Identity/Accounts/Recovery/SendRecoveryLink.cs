using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Discovery;
using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>Mails one ticket. It begins to live when the mail is first tried, not while it waits.</summary>
public sealed class SendRecoveryLink(
    PortalDbContext database, Storage storage, RecoveryTicketTexts texts, IAccountMailer mailer, IssuerAddress address, IOptions<MatrixOptions> matrix, TimeProvider clock) : IOutboxHandler
{
    public const string MessageKind = "send-recovery-link";

    /// <summary>Where a link leads, below the public base; the ticket follows in the query.</summary>
    public const string LinkPath = "account/password/recovery";

    public string Kind => MessageKind;

    public OutboxLane Lane => OutboxLane.Awaited;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var mail = await storage.WriteAsync(() => PrepareAsync(message, cancellationToken), cancellationToken);
        if (mail is null)
        {
            return; // used meanwhile, or the address is no longer the account's
        }

        if (mail.Lifetime <= TimeSpan.Zero)
        {
            throw new UndeliverableException("The link expired before its mail could be delivered.");
        }

        try
        {
            await mailer.SendRecoveryLinkAsync(mail, cancellationToken);
        }
        catch (MailRefusedException refused) when (refused.IsPermanent)
        {
            throw new UndeliverableException($"The mail server refused the mail for good ({refused.Code}).");
        }
    }

    private async Task<RecoveryLinkMail?> PrepareAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var ticketId = message.Read<RecoveryTicketMessage>().TicketId;
        var found = await (
            from ticket in database.RecoveryTickets
            join session in database.RecoverySessions on ticket.SessionId equals session.Id
            join user in database.Users on ticket.UserId equals user.Id
            join email in database.UserEmails on user.Id equals email.UserId
            where ticket.Id == ticketId && session.ConsumedAt == null && email.NormalizedAddress == session.NormalizedEmail
            select new { Ticket = ticket, session.Language, user.UserName, email.Address }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        found.Ticket.Send(now);
        var text = texts.TextOf(found.Ticket) ?? throw new UndeliverableException("The ticket was made under an encryption key that is gone.");

        // To the address as its owner proved it, never as somebody typed it: what looks the same may be another's.
        return new RecoveryLinkMail(
            found.Address, found.UserName!, matrix.Value.UserIdOf(found.UserName!), new Uri(address.Url($"{LinkPath}?ticket={text}")), found.Ticket.ExpiresAt!.Value - now, found.Language, message.Id);
    }
}

/// <summary>The payload of <see cref="SendRecoveryLink"/>.</summary>
public sealed record RecoveryTicketMessage(Guid TicketId);
