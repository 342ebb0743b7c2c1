namespace Portal.Mail;

/// <summary>Where mails lead; absolute, made from the public address.</summary>
/// <param name="Recovery">The page where a forgotten password is replaced; none if that is switched off.</param>
public sealed record MailLinks(Uri? Recovery);
