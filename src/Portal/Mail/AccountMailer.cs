using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Texts;

namespace Portal.Mail;

/// <summary>Writes mails in the brand's name and the receiver's language, and gives them to the transport.</summary>
internal sealed class AccountMailer(
    IOptions<EmailOptions> options, MailBrand brand, MailLinks links, TextCatalog texts, HtmlRenderer renderer, IMailTransport transport, TimeProvider clock) : IAccountMailer
{
    public Task SendVerificationCodeAsync(VerificationCodeMail mail, CancellationToken cancellationToken) =>
        SendAsync<VerificationCodeBody>(new VerificationCodeContent(mail, texts.For([mail.Language]), brand), mail.Username, mail.Address, mail.MessageId, cancellationToken);

    public Task SendRecoveryLinkAsync(RecoveryLinkMail mail, CancellationToken cancellationToken) =>
        SendAsync<RecoveryBody>(new RecoveryContent(mail, texts.For([mail.Language]), brand), mail.Username, mail.Address, mail.MessageId, cancellationToken);

    public Task SendNoticeAsync(NoticeMail mail, CancellationToken cancellationToken) =>
        SendAsync<NoticeBody>(new NoticeContent(mail, texts.For([mail.Language]), brand, links.Recovery), mail.Username, mail.Address, mail.MessageId, cancellationToken);

    private async Task SendAsync<TBody>(MailContent content, string name, string address, Guid messageId, CancellationToken cancellationToken)
        where TBody : IComponent
    {
        if (!Mailbox.TryCreate(name, address, out var to))
        {
            throw new MailRefusedException("The address cannot be written in a mail.", isPermanent: true);
        }

        var message = new MimeMessage(From, ReplyTo, to, content.Subject, content.ToText(), await RenderAsync<TBody>(content), content.Texts.Language, messageId) { Logo = content.Brand.Logo };
        await transport.SendAsync(new MailEnvelope(message, MimeWriter.Write(message, clock.GetUtcNow())), cancellationToken);
    }

    private Mailbox From => Configured(options.Value.From);

    private Mailbox? ReplyTo => options.Value.ReplyTo is { } replyTo ? Configured(replyTo) : null;

    private static Mailbox Configured(string text) =>
        Mailbox.TryParse(text, out var mailbox) ? mailbox : throw new InvalidOperationException("The validator let a bad mailbox pass.");

    private Task<string> RenderAsync<TBody>(MailContent content)
        where TBody : IComponent =>
        renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(MailLayout.Content)] = content });
            var root = await renderer.RenderComponentAsync<TBody>(parameters);
            return root.ToHtmlString();
        });
}
