using Microsoft.Extensions.Options;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>What the operator lets people do with their passwords (flows contract, section 2.11).</summary>
public sealed class PasswordSwitches(IOptions<LocalPasswordOptions> passwords, IOptions<AccountOptions> accounts)
{
    /// <summary>Whether there are passwords at all.</summary>
    public bool Enabled => passwords.Value.Enabled;

    /// <summary>Whether a forgotten password can be replaced by mail.</summary>
    public bool CanRecover => passwords.Value.Enabled && accounts.Value.PasswordRecoveryEnabled;

    /// <summary>Whether there are passwords of their own for apps of the legacy login.</summary>
    public bool AppPasswordsAllowed => passwords.Value.Enabled && accounts.Value.AppPasswordsAllowed;

    /// <summary>Whether people may change their password.</summary>
    public bool CanChange => passwords.Value.Enabled && accounts.Value.PasswordChangeAllowed;
}
