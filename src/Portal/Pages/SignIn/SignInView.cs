using Portal.Identity.Accounts.Passkeys;

namespace Portal.Pages.SignIn;

/// <summary>What the sign-in page shows.</summary>
public sealed record SignInView
{
    public string Username { get; init; } = "";

    public bool UsernameMissing { get; init; }

    public bool PasswordMissing { get; init; }

    public SignInNotice? Notice { get; init; }

    /// <summary>With <see cref="SignInNotice.Limited"/>.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>Whether there is a form for a password.</summary>
    public bool WithPassword { get; init; } = true;

    /// <summary>Whether an address may be typed in place of the username.</summary>
    public bool WithEmail { get; init; }

    /// <summary>What to ask for a passkey; none where there are none.</summary>
    public PasskeyQuestion? Passkey { get; init; }

    /// <summary>Where a forgotten password is replaced; none while that is switched off.</summary>
    public string? RecoverPath { get; init; }

    /// <summary>Where to create an account; none while nobody can.</summary>
    public string? RegisterPath { get; init; }
}

/// <summary>What stands above the form.</summary>
public enum SignInNotice
{
    Refused,
    Limited,

    /// <summary>A passkey that does not work here, or an answer that came too late.</summary>
    PasskeyRefused,
    Locked,
    Deactivated,

    /// <summary>Between the password and the second step went too much time, or a new password.</summary>
    Expired,

    /// <summary>The app asks for a fresh proof.</summary>
    SignInAgain,

    /// <summary>The app means another account than the one that is signed in.</summary>
    OtherAccount,

    /// <summary>The session of this browser was ended elsewhere.</summary>
    Ended,

    /// <summary>No problem at all, but worth saying.</summary>
    SignedOut,

    /// <summary>Nor this: a new password was chosen with a link that was mailed.</summary>
    PasswordSaved,
}
