using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;
using Portal.Identity.Devices;
using Portal.Identity.Legacy;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Account;

namespace Portal.Pages.Terms;

/// <summary><c>/terms</c>: new terms are asked for once, between signing in and what the person wanted to do.</summary>
internal static class TermsEndpoints
{
    public static void MapTerms(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(TermsGate.Path, ShowAsync);
        routes.MapPost(TermsGate.Path, AnswerAsync);
    }

    private static Task<IResult> ShowAsync(HttpContext context, AcceptedTerms accepted, Brand brand, CancellationToken cancellationToken) =>
        AskAsync(context, accepted, brand, tickMissing: false, cancellationToken);

    private static async Task<IResult> AnswerAsync(HttpContext context, AcceptedTerms accepted, BrowserSessions sessions, Brand brand, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (context.User.GetPerson() is not { } person)
        {
            return new SeeOther(context.Request.GetContinuation().With("/login"));
        }

        if (form.Text("action") == "sign-out")
        {
            await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
            BrowserSessionHandler.DeleteCookie(context);
            return new SeeOther(context.Request.GetContinuation().With("/login"));
        }

        // Only what was on the page is accepted: they may have changed once more since it was shown.
        var isShown = brand.TosUri is { } terms && form.Text("terms") == terms.AbsoluteUri;
        var isTicked = form.Text("accept_terms").Length > 0;
        if (isShown && isTicked)
        {
            await accepted.AcceptAsync(person.UserId, brand.TosUri!.AbsoluteUri, cancellationToken);
        }

        return await AskAsync(context, accepted, brand, tickMissing: !isTicked, cancellationToken);
    }

    private static async Task<IResult> AskAsync(HttpContext context, AcceptedTerms accepted, Brand brand, bool tickMissing, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (context.User.GetPerson() is not { } person)
        {
            return new SeeOther(continuation.With("/login"));
        }

        var known = await accepted.FindAsync(person.UserId, cancellationToken);
        if (brand.TosUri is not { } terms || known == terms.AbsoluteUri)
        {
            return new SeeOther(continuation?.ToPath() ?? AccountPlaces.Home);
        }

        var services = context.RequestServices;
        var (authorizations, devices, logins) = (services.GetRequiredService<AuthorizationService>(), services.GetRequiredService<DeviceConsent>(), services.GetRequiredService<SsoLogins>());
        return PageResult.Of<TermsPage>(context, new
        {
            Page = PageContext.Of(context),
            App = await continuation.FindAppAsync(authorizations, devices, logins, cancellationToken),
            Terms = terms,
            HaveChanged = known is not null,
            TickMissing = tickMissing,
        });
    }
}
