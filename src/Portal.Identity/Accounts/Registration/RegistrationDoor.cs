using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;

namespace Portal.Identity.Accounts.Registration;

/// <summary>Whether strangers may create an account here by themselves, and what they have to bring.</summary>
public sealed class RegistrationDoor(IOptions<AccountOptions> accounts, IOptions<LocalPasswordOptions> passwords)
{
    /// <summary>With a password: there is no other way yet.</summary>
    public bool IsOpen => accounts.Value.PasswordRegistrationEnabled && passwords.Value.Enabled;

    /// <summary>Only with a registration token.</summary>
    public bool IsByInvitation => accounts.Value.PasswordRegistrationTokenRequired;
}
