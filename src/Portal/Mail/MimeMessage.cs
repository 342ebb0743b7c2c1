namespace Portal.Mail;

/// <summary>A mail in two forms that say the same.</summary>
/// <param name="From">Who writes; their domain also ends the Message-ID.</param>
/// <param name="ReplyTo">Where answers go; <see langword="null"/> for the sender.</param>
/// <param name="To">Who reads.</param>
/// <param name="Subject">One line, without control characters.</param>
/// <param name="Text">For programs that show plain text.</param>
/// <param name="Html">A whole document.</param>
/// <param name="Language">The BCP 47 tag of both forms.</param>
/// <param name="MessageId">The same when the mail is sent again.</param>
internal sealed record MimeMessage(
    Mailbox From, Mailbox? ReplyTo, Mailbox To, string Subject, string Text, string Html, string Language, Guid MessageId)
{
    /// <summary>Shown by the HTML.</summary>
    public MailPicture? Logo { get; init; }

    /// <summary>Without address and content, which no log may hold.</summary>
    public override string ToString() => $"{nameof(MimeMessage)} {MessageId}";
}
