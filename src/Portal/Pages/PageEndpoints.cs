using Portal.Hosting;
using Portal.Layout;
using Portal.Pages.Account;
using Portal.Pages.Consent;
using Portal.Pages.Devices;
using Portal.Pages.Disputes;
using Portal.Pages.Language;
using Portal.Pages.LegacySso;
using Portal.Pages.Passkeys;
using Portal.Pages.Passwords;
using Portal.Pages.Recovery;
using Portal.Pages.Register;
using Portal.Pages.SignIn;
using Portal.Pages.SignOut;
using Portal.Pages.Terms;

namespace Portal.Pages;

/// <summary>Every page of ours; the folder is named after the task.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this WebApplication app)
    {
        var pages = app.MapGroup("").AddEndpointFilter<FlowForms>().DisableAntiforgery(); // FlowForms checks it, and answers kindly
        pages.MapGet("/", (HttpContext context) => new SeeOther(context.User.GetPerson() is null ? "/login" : AccountPlaces.Home));
        pages.MapSignIn();
        pages.MapSelectAccount();
        pages.MapTerms();
        pages.MapRegister();
        pages.MapRecovery();
        pages.MapDisputes();
        pages.MapPasswordStrength();
        pages.MapConsent();
        pages.MapLegacySso();
        pages.MapEndSession();
        pages.MapDevices();
        pages.MapAccount();
        pages.MapWellKnownPasskeyEndpoints();
        pages.MapLanguage();
        app.MapPostedEndSession();

        // The circuits of the live parts; no page is routed by components.
        app.MapRazorComponents<CircuitRoot>().AddInteractiveServerRenderMode().RequireAuthorization();
    }
}
