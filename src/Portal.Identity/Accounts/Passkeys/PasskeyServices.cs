using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Registration;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Composition of signing in with passkeys.</summary>
internal static class PasskeyServices
{
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddOptions<PasskeyOptions>().BindConfiguration(PasskeyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PasskeyOptions>, PasskeyOptionsValidator>();
        services.AddSingleton<PasskeySwitch>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PasskeySwitch>((options, passkeys) =>
        {
            options.ServerDomain = passkeys.RelyingPartyId;
            options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.TopOrigin is null && context.Origin == passkeys.Origin);
            options.UserVerificationRequirement = "required"; // so that one suffices, without a password
            options.ResidentKeyRequirement = "required"; // so that nobody needs to type a name
            options.AttestationConveyancePreference = "none";
        });
        services.AddScoped<IPasskeyHandler<PortalUser>, PasskeyHandler<PortalUser>>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddScoped<PasskeySignIn>();
        services.AddScoped<AccountPasskeys>();
        services.AddScoped<PasskeyRemoval>();
        services.AddScoped<RegistrationPasskey>();
    }
}
