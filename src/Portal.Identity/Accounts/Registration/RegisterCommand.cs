using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Registration;

/// <summary>The first form of a registration, as it was filled in.</summary>
/// <param name="PasswordAgain">The second typing; none where the form asks once, with a way to see it.</param>
/// <param name="TermsUri">The terms that the form showed; none if there are none to accept.</param>
public sealed record RegisterCommand(
    string Username,
    string Email,
    string Password,
    string? PasswordAgain,
    string? TermsUri,
    bool TermsAccepted,
    Continuation? Continuation,
    string Language,
    Requester Requester)
{
    /// <summary>The registration token that this browser has shown; none if it has shown none.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>What came in the fields of captchas.</summary>
    public IReadOnlyDictionary<string, string> CaptchaAnswers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the account shall have a passkey in place of a password, which is then not looked at.</summary>
    public bool WithPasskey { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => nameof(RegisterCommand);
}
