namespace Portal.Identity.Accounts;

/// <summary>What people may do with their accounts by themselves (<c>Portal:Account</c>).</summary>
public sealed class AccountOptions
{
    public const string Section = "Portal:Account";

    /// <summary>Whether strangers may create an account with a password. Default: no.</summary>
    public bool PasswordRegistrationEnabled { get; set; }

    /// <summary>Whether that needs an address, proven by a code. Default: yes.</summary>
    public bool PasswordRegistrationEmailRequired { get; set; } = true;

    /// <summary>Whether a proven address may be typed in place of the username. Default: no.</summary>
    public bool LoginWithEmailAllowed { get; set; }

    /// <summary>How long a code that was mailed works. Default 10 minutes; 1 minute to 1 hour.</summary>
    public TimeSpan EmailCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);
}
