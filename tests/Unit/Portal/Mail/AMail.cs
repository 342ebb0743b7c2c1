using Portal.Mail;

namespace Portal.Tests.Unit.Mail;

/// <summary>Mails with boring defaults.</summary>
internal static class AMail
{
    public static readonly Guid Id = new("01955f0a-0000-7000-8000-000000000001");

    public static Mailbox Mailbox(string text) =>
        global::Portal.Mail.Mailbox.TryParse(text, out var mailbox) ? mailbox : throw new ArgumentException("No mailbox.", nameof(text));

    public static MimeMessage Message(
        string from = "\"Example\" <accounts@example.org>",
        string? replyTo = null,
        string to = "bob@example.com",
        string subject = "Subject",
        string text = "Text\n",
        string html = "<p>Html</p>\n") =>
        new(Mailbox(from), replyTo is null ? null : Mailbox(replyTo), Mailbox(to), subject, text, html, "en", Id);

    public static MailEnvelope Envelope(MimeMessage? message = null)
    {
        message ??= Message();
        return new MailEnvelope(message, MimeWriter.Write(message, StoppedClock.Start));
    }
}
