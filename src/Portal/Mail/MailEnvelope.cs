namespace Portal.Mail;

/// <summary>A mail that is ready to leave.</summary>
/// <param name="Message">What it says, for the development inbox.</param>
/// <param name="Content">What it is on the wire: headers and body with CRLF.</param>
internal sealed record MailEnvelope(MimeMessage Message, ReadOnlyMemory<byte> Content)
{
    /// <summary>Where a failure is reported to.</summary>
    public Mailbox From => Message.From;

    public Mailbox To => Message.To;

    /// <summary>Whether only a server with SMTPUTF8 can take the mail (RFC 6531).</summary>
    public bool NeedsSmtpUtf8 => From.NeedsSmtpUtf8 || To.NeedsSmtpUtf8 || Message.ReplyTo is { NeedsSmtpUtf8: true };

    public override string ToString() => $"{nameof(MailEnvelope)} {Message.MessageId}";
}
