using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Portal.Identity.Policy;

public static class PolicyServices
{
    /// <summary>Adds the rules and limits of the configuration. What it says wrongly stops the start.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services)
    {
        services.AddOptions<PolicyData>().BindConfiguration(PolicyData.Section).PostConfigure<IConfiguration>(KeepEmptyAllowLists).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PolicyData>, PolicyDataValidator>();
        services.AddSingleton(provider => new UsernamePolicy(provider.GetRequiredService<IOptions<PolicyData>>().Value));
        services.AddSingleton(provider => new EmailPolicy(provider.GetRequiredService<IOptions<PolicyData>>().Value));
        services.AddSingleton(provider => new RequesterPolicy(provider.GetRequiredService<IOptions<PolicyData>>().Value));
        services.AddSingleton(provider => new AdminClientPolicy(provider.GetRequiredService<IOptions<PolicyData>>().Value));
        services.AddSingleton<ClientGrantPolicy>();

        services.AddOptions<DeviceLimitOptions>().BindConfiguration(DeviceLimitOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeviceLimitOptions>, DeviceLimitOptionsValidator>();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        return services;
    }

    // The binder takes {} for absent. An allow list that is there and empty allows nobody, and must not turn into one that allows all.
    private static void KeepEmptyAllowLists(PolicyData data, IConfiguration configuration)
    {
        var section = configuration.GetSection(PolicyData.Section);
        if (Has(section.GetSection("Registration"), "AllowedUsernames"))
        {
            data.Registration.AllowedUsernames ??= new();
        }

        if (Has(section.GetSection("Emails"), "AllowedAddresses"))
        {
            data.Emails.AllowedAddresses ??= new();
        }

        if (Has(section, "AllowedDomains"))
        {
            data.AllowedDomains ??= [];
        }
    }

    private static bool Has(IConfiguration section, string key) =>
        section.GetChildren().Any(child => string.Equals(child.Key, key, StringComparison.OrdinalIgnoreCase));
}
