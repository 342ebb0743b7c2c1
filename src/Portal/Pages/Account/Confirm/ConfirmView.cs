using Portal.Identity.Accounts;

namespace Portal.Pages.Account.Confirm;

/// <summary>What the page asks that lets somebody go on.</summary>
/// <param name="Kind">What proves it.</param>
/// <param name="Continuation">The page to go on with, as fields of a form that signs out first.</param>
public sealed record ConfirmView(ProofKind Kind, IReadOnlyList<KeyValuePair<string, string>> Continuation)
{
    /// <summary>Whether a password proves it, with a code or without; else only signing in again.</summary>
    public bool ByPassword => Kind is ProofKind.Password or ProofKind.PasswordAndCode;

    public bool WithCode => Kind == ProofKind.PasswordAndCode;

    /// <summary>Whether the code is one that was written down.</summary>
    public bool ByRecoveryCode { get; init; }

    /// <summary>The same page for the other kind of code.</summary>
    public string OtherPath { get; init; } = "";

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    /// <summary>The same below the field for the code.</summary>
    public string? CodeError { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
