using System.Text.Encodings.Web;
using System.Text.Unicode;
using Portal.Hosting;
using Portal.Identity.Discovery;
using Portal.Layout;

namespace Portal.Pages;

/// <summary>Composition of the pages.</summary>
internal static class PageServices
{
    public const string AntiforgeryField = "csrf";

    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery();
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>().Configure<IssuerAddress>((options, address) =>
        {
            options.FormFieldName = AntiforgeryField;
            options.SuppressXFrameOptionsHeader = true; // SecurityHeaders sets it on every answer
            options.Cookie.Name = AntiforgeryField;
            options.Cookie.Path = address.PublicBase.AbsolutePath;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = address.PublicBase.Scheme == "https" ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        });
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // only what means something in HTML is escaped, no letter of any language
        services.AddSingleton<Brand>();
        services.AddSingleton<FingerprintedAssets>();
        services.AddScoped<SignIn.SignInPageServices>();
        services.AddScoped<Devices.DevicePageServices>();
        services.AddScoped<Register.RegisterPages>();
        services.AddScoped<Terms.TermsGate>();
        services.AddSingleton<SignIn.ReturnCookie>();
        services.AddSingleton<SignIn.PendingSignInCookie>();
        services.AddScoped<SignIn.SignInAnswer>();
        services.AddSingleton<Account.SecondStep.NewAuthenticatorCookie>();
        services.AddSingleton<Account.Confirm.KeptForm>();
        services.AddSingleton<Account.Secrets.ShownOnce>();
        services.AddSingleton<Recovery.RecoveryCookie>();
        services.AddSingleton<Register.RegistrationCookie>();
        services.AddSingleton<Register.InvitationCookie>();
        services.AddSingleton<Devices.EnteredCodeCookie>();
    }

    public static void AddBrowserSessions(this IServiceCollection services)
    {
        services.AddAuthentication(options =>
        {
            options.DefaultScheme = BrowserSessionHandler.SchemeName;
            options.AddScheme<BrowserSessionHandler>(BrowserSessionHandler.SchemeName, null);
        });
        services.AddTransient<BrowserSessionHandler>();
        services.AddSingleton<BrowserKeyCookie>();
        services.AddAuthorization();
    }
}
