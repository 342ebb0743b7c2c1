using System.Globalization;
using System.Text;

namespace Portal.Mail;

/// <summary>Writes a mail as it travels (RFC 5322, RFC 2045, RFC 2046): 7-bit, CRLF, no line over 76 characters but for long addresses.</summary>
internal static class MimeWriter
{
    /// <param name="message">What to write.</param>
    /// <param name="now">The mail's <c>Date</c>.</param>
    /// <exception cref="ArgumentException">The subject holds a control character and could start a header of its own.</exception>
    public static byte[] Write(MimeMessage message, DateTimeOffset now)
    {
        // "=_" cannot occur in quoted-printable text, so the boundary cannot either (RFC 2045 §6.7).
        var boundary = $"=_{message.MessageId:N}";
        var mail = new StringBuilder();
        MimeHeader.AppendMailbox(mail, "From", message.From);
        if (message.ReplyTo is not null)
        {
            MimeHeader.AppendMailbox(mail, "Reply-To", message.ReplyTo);
        }

        MimeHeader.AppendMailbox(mail, "To", message.To);
        MimeHeader.AppendText(mail, "Subject", message.Subject);
        MimeHeader.Append(mail, "Date", now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        MimeHeader.Append(mail, "Message-ID", $"<{message.MessageId:N}@{message.From.Domain}>");
        MimeHeader.Append(mail, "Auto-Submitted", "auto-generated"); // RFC 3834 §5: no absence notes in return
        MimeHeader.Append(mail, "X-Auto-Response-Suppress", "OOF, AutoReply"); // the same for Exchange
        MimeHeader.Append(mail, "Content-Language", message.Language);
        MimeHeader.Append(mail, "MIME-Version", "1.0");
        MimeHeader.Append(mail, "Content-Type", $"multipart/alternative;\r\n boundary=\"{boundary}\"");
        mail.Append("\r\n");

        AppendPart(mail, boundary, "text/plain", message.Text);
        AppendHtml(mail, boundary, message); // last is best (RFC 2046 §5.1.4)
        mail.Append("--").Append(boundary).Append("--\r\n");
        return Encoding.UTF8.GetBytes(mail.ToString());
    }

    // With a picture, the two are one part (RFC 2387).
    private static void AppendHtml(StringBuilder mail, string boundary, MimeMessage message)
    {
        if (message.Logo is not { } logo)
        {
            AppendPart(mail, boundary, "text/html", message.Html);
            return;
        }

        var inner = $"=_r{message.MessageId:N}"; // neither begins with the other
        mail.Append("--").Append(boundary).Append("\r\n");
        MimeHeader.Append(mail, "Content-Type", $"multipart/related; type=\"text/html\";\r\n boundary=\"{inner}\"");
        mail.Append("\r\n");
        AppendPart(mail, inner, "text/html", message.Html);
        mail.Append("--").Append(inner).Append("\r\n");
        MimeHeader.Append(mail, "Content-Type", "image/png");
        MimeHeader.Append(mail, "Content-Transfer-Encoding", "base64");
        MimeHeader.Append(mail, "Content-ID", $"<{MailPicture.ContentId}>");
        MimeHeader.Append(mail, "Content-Disposition", "inline; filename=\"logo.png\"");
        mail.Append("\r\n").Append(Convert.ToBase64String(logo.Png, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        mail.Append("--").Append(inner).Append("--\r\n");
    }

    private static void AppendPart(StringBuilder mail, string boundary, string mediaType, string content)
    {
        mail.Append("--").Append(boundary).Append("\r\n");
        MimeHeader.Append(mail, "Content-Type", $"{mediaType}; charset=utf-8");
        MimeHeader.Append(mail, "Content-Transfer-Encoding", "quoted-printable");
        mail.Append("\r\n").Append(QuotedPrintable.Encode(content)).Append("\r\n");
    }
}
