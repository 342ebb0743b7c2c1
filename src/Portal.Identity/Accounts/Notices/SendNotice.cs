using Microsoft.Extensions.Options;
using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;

namespace Portal.Identity.Accounts.Notices;

/// <summary>Mails what happened to an account to one of its addresses.</summary>
public sealed class SendNotice(IAccountMailer mailer, IOptions<MatrixOptions> matrix) : IOutboxHandler
{
    public const string MessageKind = "send-notice";

    public string Kind => MessageKind;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var notice = message.Read<NoticeMessage>();
        var mail = new NoticeMail(
            notice.Address, notice.Username, matrix.Value.UserIdOf(notice.Username), notice.Kind, notice.Detail, notice.HappenedAt, notice.UserAgent, notice.IpAddress, notice.Language, message.Id);
        try
        {
            await mailer.SendNoticeAsync(mail, cancellationToken);
        }
        catch (MailRefusedException refused) when (refused.IsPermanent)
        {
            throw new UndeliverableException($"The mail server refused the mail for good ({refused.Code}).");
        }
    }
}
