namespace Portal.Mail;

/// <summary>A mail in the development inbox.</summary>
internal sealed record InboxMail(DateTimeOffset ReceivedAt, MimeMessage Message);
