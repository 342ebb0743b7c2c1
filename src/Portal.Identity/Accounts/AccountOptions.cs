using Portal.Identity.Accounts.SecondFactor;

namespace Portal.Identity.Accounts;

/// <summary>What people may do with their accounts by themselves (<c>Portal:Account</c>).</summary>
public sealed class AccountOptions
{
    public const string Section = "Portal:Account";

    /// <summary>Whether strangers may create an account with a password. Default: no.</summary>
    public bool PasswordRegistrationEnabled { get; set; }

    /// <summary>Whether that needs an address, proven by a code. Default: yes.</summary>
    public bool PasswordRegistrationEmailRequired { get; set; } = true;

    /// <summary>Whether that needs a registration token, such as an invitation carries. Default: no.</summary>
    public bool PasswordRegistrationTokenRequired { get; set; }

    /// <summary>Whether its last step asks for a display name. Default: yes; without, the username serves.</summary>
    public bool RegistrationAsksDisplayName { get; set; } = true;

    /// <summary>Whether a proven address may be typed in place of the username. Default: no.</summary>
    public bool LoginWithEmailAllowed { get; set; }

    /// <summary>Whether a forgotten password can be replaced by a link that is mailed. Default: no.</summary>
    public bool PasswordRecoveryEnabled { get; set; }

    /// <summary>Whether people may change their password. Default: yes.</summary>
    public bool PasswordChangeAllowed { get; set; } = true;

    /// <summary>Whether people may add and remove addresses. Default: yes.</summary>
    public bool EmailChangeAllowed { get; set; } = true;

    /// <summary>Whether people may make passwords that work for one thing only: to sign in apps of the legacy Matrix login. Default: no.</summary>
    public bool AppPasswordsAllowed { get; set; }

    /// <summary>Whether people may change the name that others see. Default: yes.</summary>
    public bool DisplaynameChangeAllowed { get; set; } = true;

    /// <summary>For how long after a proof of who they are people change their password, addresses, passkeys, second step and the like without another one. Default 10 minutes; 1 minute to 1 hour.</summary>
    public TimeSpan ProofLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether people are told of a sign-in from a network in which they had not signed in before. Default: yes.</summary>
    public bool NewNetworkNotices { get; set; } = true;

    /// <summary>Who must sign in in two steps. Default: nobody must, and everybody may.</summary>
    public SecondStepDuty SecondStepRequired { get; set; }

    /// <summary>For how long people can go on without, counted from their next sign-in, or their next visit if they are signed in. Default 7 days; 0 to 90 days.</summary>
    public TimeSpan SecondStepGrace { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Whether people may delete their account. Default: yes.</summary>
    public bool AccountDeactivationAllowed { get; set; } = true;

    /// <summary>How long a person can have a deleted account back. Default 7 days; 0 to 90 days, and 0 for not at all.</summary>
    public TimeSpan DeletionWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a code that was mailed works. Default 10 minutes; 1 minute to 1 hour.</summary>
    public TimeSpan EmailCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);
}
