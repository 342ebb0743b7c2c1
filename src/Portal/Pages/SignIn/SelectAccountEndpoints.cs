using Portal.Hosting;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Account;
using Portal.Pages.Errors;
using Portal.Texts;

namespace Portal.Pages.SignIn;

/// <summary><c>/select-account</c>: with which account to go on (<c>prompt=select_account</c>, OpenID Connect Core §3.1.2.1).</summary>
internal static class SelectAccountEndpoints
{
    public static void MapSelectAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/select-account", ShowAsync);
        routes.MapPost("/select-account", SelectAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, SignInPageServices services, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (context.User.GetPerson() is not { } person)
        {
            return new SeeOther(continuation.With("/login"));
        }

        if (await services.FindGrantAsync(continuation, cancellationToken) is not { Grant: { IsPending: true } grant, Client: { } client })
        {
            return new SeeOther(continuation?.ToPath() ?? AccountPlaces.Home); // where there is nothing to choose for
        }

        context.PreferLanguages(grant.Locale);
        return PageResult.Of<SelectAccountPage>(context, new { Page = PageContext.Of(context), App = AppIdentity.Of(client, grant.RedirectUri), person.Username });
    }

    private static async Task<IResult> SelectAsync(HttpContext context, BrowserSessions sessions, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        switch (form.Text("action"))
        {
            case "continue":
                return new SeeOther(continuation?.ToPath() ?? AccountPlaces.Home);
            case "switch":
                if (context.User.GetPerson() is { } person)
                {
                    await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
                    BrowserSessionHandler.DeleteCookie(context);
                }

                return new SeeOther(continuation.With("/login"));
            default:
                return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
        }
    }
}
