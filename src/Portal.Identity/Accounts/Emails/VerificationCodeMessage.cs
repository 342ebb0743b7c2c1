namespace Portal.Identity.Accounts.Emails;

/// <summary>The payload of <see cref="SendVerificationCode"/>.</summary>
public sealed record VerificationCodeMessage(Guid VerificationId, string Username, string Language);
