using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;

namespace Portal.Pages.Account.Confirm;

/// <summary>What the page asks that lets somebody go on: the strongest proof that the person has, unless they want another.</summary>
/// <param name="Ways">What proves it.</param>
/// <param name="Continuation">The page to go on with, as fields of a form that signs out first.</param>
public sealed record ConfirmView(ProofWays Ways, IReadOnlyList<KeyValuePair<string, string>> Continuation)
{
    /// <summary>Whether a passkey is asked for.</summary>
    public bool ByPasskey { get; init; }

    /// <summary>What to ask for it, once the page is shown.</summary>
    public PasskeyQuestion? Passkey { get; init; }

    /// <summary>Whether a password is asked for, with a code or without.</summary>
    public bool ByPassword => !ByPasskey && Ways.Password;

    public bool WithCode => ByPassword && Ways.Code;

    /// <summary>Whether the code is one that was written down.</summary>
    public bool ByRecoveryCode { get; init; }

    /// <summary>The same page for the other kind of code.</summary>
    public string OtherPath { get; init; } = "";

    /// <summary>The same page for a passkey in place of a password, or the other way round; none if there is no choice.</summary>
    public string? OtherWayPath { get; init; }

    /// <summary>Whether the passkey did not work.</summary>
    public bool IsPasskeyRefused { get; init; }

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    /// <summary>The same below the field for the code.</summary>
    public string? CodeError { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
