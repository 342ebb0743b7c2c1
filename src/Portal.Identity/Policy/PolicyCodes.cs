namespace Portal.Identity.Policy;

/// <summary>The codes of refusals, which pages give to scripts as <c>data-error-code</c>. They never change.</summary>
public static class PolicyCodes
{
    public const string UsernameTooShort = "username-too-short";
    public const string UsernameTooLong = "username-too-long";
    public const string UsernameInvalidCharacters = "username-invalid-chars";
    public const string UsernameAllNumeric = "username-all-numeric";
    public const string UsernameBanned = "username-banned";
    public const string UsernameNotAllowed = "username-not-allowed";
    public const string EmailDomainNotAllowed = "email-domain-not-allowed";
    public const string EmailDomainBanned = "email-domain-banned";
    public const string EmailNotAllowed = "email-not-allowed";
    public const string EmailBanned = "email-banned";
}
