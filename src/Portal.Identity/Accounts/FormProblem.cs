using Portal.Identity.Accounts.Passwords;

namespace Portal.Identity.Accounts;

/// <summary>Something in the form that must be put right, for the page to say in the person's language.</summary>
/// <param name="Field"><c>username</c>, <c>email</c>, <c>password</c>, <c>password_confirm</c>, <c>accept_terms</c> or <c>captcha</c>; none for the form as a whole.</param>
/// <param name="Code">Stable: one of <see cref="FormProblemCodes"/> or of the policy's.</param>
/// <param name="Message">In English, for a rule that has no words of its own.</param>
public sealed record FormProblem(string? Field, string Code, string? Message = null)
{
    /// <summary>With a password that is too weak: why, and what would help.</summary>
    public PasswordEstimate? Estimate { get; init; }

    /// <summary>With a name that is taken: some that are free.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];
}

/// <summary>Problems that are not a rule's (flows contract, section 2.2).</summary>
public static class FormProblemCodes
{
    public const string Required = "required";
    public const string Exists = "exists";
    public const string Invalid = "invalid";
    public const string Weak = "weak";
    public const string TooLong = "too-long";
    public const string Mismatch = "mismatch";
    public const string Failed = "failed";
    public const string Denied = "denied";

    /// <summary>The homeserver was asked and did not answer.</summary>
    public const string Unanswered = "unanswered";
}
