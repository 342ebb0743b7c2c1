using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;

namespace Portal.Mail;

/// <summary>Writes mails in the brand's name and the receiver's language, and gives them to the transport.</summary>
internal sealed class AccountMailer(
    IOptions<EmailOptions> options, MailBrand brand, HtmlRenderer renderer, IMailTransport transport, TimeProvider clock) : IAccountMailer
{
    public async Task SendVerificationCodeAsync(VerificationCodeMail mail, CancellationToken cancellationToken)
    {
        if (!Mailbox.TryCreate(mail.Username, mail.Address, out var to))
        {
            throw new MailRefusedException("The address cannot be written in a mail.", isPermanent: true);
        }

        var content = new VerificationCodeContent(mail, brand);
        var html = await RenderAsync<VerificationCodeBody>(nameof(VerificationCodeBody.Content), content);
        var message = new MimeMessage(
            From, ReplyTo, to, content.Subject, content.ToText(), html, content.Texts.Language, mail.MessageId);
        var envelope = new MailEnvelope(message, MimeWriter.Write(message, clock.GetUtcNow()));
        await transport.SendAsync(envelope, cancellationToken);
    }

    private Mailbox From => Configured(options.Value.From);

    private Mailbox? ReplyTo => options.Value.ReplyTo is { } replyTo ? Configured(replyTo) : null;

    private static Mailbox Configured(string text) =>
        Mailbox.TryParse(text, out var mailbox) ? mailbox : throw new InvalidOperationException("The validator let a bad mailbox pass.");

    private Task<string> RenderAsync<TBody>(string parameter, object content)
        where TBody : IComponent =>
        renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [parameter] = content });
            var root = await renderer.RenderComponentAsync<TBody>(parameters);
            return root.ToHtmlString();
        });
}
