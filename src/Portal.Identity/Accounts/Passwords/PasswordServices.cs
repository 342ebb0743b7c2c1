using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.Passwords;

public static class PasswordServices
{
    /// <summary>Adds hashing, its gate and the strength estimate. The hasher for Identity is the caller's to add: it knows the user's type.</summary>
    public static IServiceCollection AddPasswords(this IServiceCollection services)
    {
        services.AddOptions<LocalPasswordOptions>().BindConfiguration(LocalPasswordOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LocalPasswordOptions>, LocalPasswordOptionsValidator>();
        services.TryAddSingleton<SecretGenerator>();
        services.AddSingleton<PasswordSchemes>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<EvenRefusals>();
        services.AddSingleton<LeakedPasswords>();
        services.AddSingleton<PasswordStrength>();
        services.AddSingleton<PasswordSwitches>();
        return services;
    }
}
