namespace Portal.Identity.Accounts.Registration;

/// <summary>What the first step of a registration has established, all of it checked.</summary>
/// <param name="PasswordHash">None for an account that shall have a passkey.</param>
public sealed record RegistrationDetails(
    string Username,
    string? Email,
    string? PasswordHash,
    string? TermsUri,
    string? Continuation,
    string Language,
    string? IpAddress,
    string? UserAgent)
{
    /// <summary>The registration token that was found good before the form; none if none was asked for, or if a later step has to ask.</summary>
    public Guid? TokenId { get; init; }
}
