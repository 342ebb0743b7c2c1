using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passwords;
using Portal.Mail;
using Portal.OAuth;

namespace Portal.Hosting;

/// <summary>Finds what is wrong with the configuration before anything is touched, and not at somebody's request.</summary>
internal static class StartChecks
{
    /// <exception cref="ConfigurationException">Settings do not go together.</exception>
    /// <exception cref="OptionsValidationException">A setting is wrong by itself.</exception>
    public static void Run(IServiceProvider services)
    {
        services.GetService<IStartupValidator>()?.Validate();
        _ = services.GetRequiredService<HomeserverSecret>(); // reads its file
        var email = services.GetRequiredService<IOptions<EmailOptions>>().Value;
        RequireMailForRegistration(services.GetRequiredService<IOptions<AccountOptions>>().Value, email);
        RequireMailForRecovery(services.GetRequiredService<PasswordSwitches>(), email);
    }

    // Everybody who forgot a password would wait for a link that nobody sends.
    private static void RequireMailForRecovery(PasswordSwitches passwords, EmailOptions email)
    {
        if (passwords.CanRecover && email.Transport == MailTransportKind.None)
        {
            throw new ConfigurationException(
                $"{AccountOptions.Section}:PasswordRecoveryEnabled is true but {EmailOptions.Section}:Transport is None, so that no link can be sent; " +
                "set a transport, or remove the setting.");
        }
    }

    // Everybody who registers would wait for a code that nobody sends.
    private static void RequireMailForRegistration(AccountOptions accounts, EmailOptions email)
    {
        if (accounts is { PasswordRegistrationEnabled: true, PasswordRegistrationEmailRequired: true } && email.Transport == MailTransportKind.None)
        {
            throw new ConfigurationException(
                $"{AccountOptions.Section}:PasswordRegistrationEnabled is true but {EmailOptions.Section}:Transport is None, so that no code can be sent; " +
                $"set a transport, or set {AccountOptions.Section}:PasswordRegistrationEmailRequired to false.");
        }
    }
}
