using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Discovery;
using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Notices;

/// <summary>Mails what happened to an account to one of its addresses.</summary>
public sealed class SendNotice(
    PortalDbContext database, DisputeTicketTexts texts, IAccountMailer mailer, IssuerAddress address, IOptions<MatrixOptions> matrix, TimeProvider clock) : IOutboxHandler
{
    public const string MessageKind = "send-notice";

    /// <summary>Where the link to take the account back leads, below the public base; the ticket follows in the query.</summary>
    public const string TakeBackPath = "account/not-me";

    public string Kind => MessageKind;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var notice = message.Read<NoticeMessage>();
        var mail = new NoticeMail(
            notice.Address, notice.Username, matrix.Value.UserIdOf(notice.Username), notice.Kind, notice.Detail, notice.HappenedAt, notice.UserAgent, notice.IpAddress, notice.Language, message.Id)
        {
            TakeBack = notice.DisputeId is { } disputeId ? await FindLinkAsync(disputeId, cancellationToken) : null,
        };
        try
        {
            await mailer.SendNoticeAsync(mail, cancellationToken);
        }
        catch (MailRefusedException refused) when (refused.IsPermanent)
        {
            throw new UndeliverableException($"The mail server refused the mail for good ({refused.Code}).");
        }
    }

    // None for one that would not work any more: the mail then says what else to do.
    private async Task<Uri?> FindLinkAsync(Guid disputeId, CancellationToken cancellationToken) =>
        await database.DisputeTickets.AsNoTracking().SingleOrDefaultAsync(ticket => ticket.Id == disputeId && ticket.UsedAt == null, cancellationToken) is { } ticket
        && !ticket.HasExpired(clock.GetUtcNow()) && texts.TextOf(ticket) is { } text
            ? new Uri(address.Url($"{TakeBackPath}?ticket={text}"))
            : null;
}
