using Portal.Hosting;
using Portal.Identity.Accounts.Deletion;
using Portal.Layout;
using Portal.Pages.Errors;
using Portal.Pages.Terms;

namespace Portal.Pages.SignIn;

/// <summary><c>/login/deleted</c>: somebody has signed in to an account that they have deleted, and may have it back.</summary>
internal static class ComeBackEndpoints
{
    public const string Path = "/login/deleted";

    public static void MapComeBack(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync);
        routes.MapPost(Path, DecideAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ReturnCookie cookie, AccountDeletion deletion, CancellationToken cancellationToken)
    {
        if (cookie.Read(context) is not { } way || await deletion.FindAsync(way, cancellationToken) is not { } user)
        {
            return new SeeOther(context.Request.GetContinuation().With("/login"));
        }

        return PageResult.Of<ComeBackPage>(context, new { Page = PageContext.Of(context), Username = user.UserName!, Name = user.DisplayName ?? user.UserName!, way.Until });
    }

    private static async Task<IResult> DecideAsync(HttpContext context, ReturnCookie cookie, AccountDeletion deletion, TermsGate terms, BrowserKeyCookie browser, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        var form = await context.Request.ReadFormAsync(cancellationToken);
        switch (form.Text("action"))
        {
            case "leave":
                cookie.Delete(context);
                BrowserSessionHandler.DeleteCookie(context);
                return new SeeOther(continuation.With("/login"));
            case "keep" when cookie.Read(context) is { } way:
                cookie.Delete(context);
                if (await deletion.ComeBackAsync(way, browser.Introduce(context), context.User.GetPerson()?.BrowserSessionId, cancellationToken) is ReturnOutcome.Back back)
                {
                    BrowserSessionHandler.SetCookie(context, back.Session);
                    return new SeeOther(await terms.AfterSignInAsync(back.Session.Session.UserId, continuation, cancellationToken));
                }

                return new SeeOther(continuation.With("/login"));
            case "keep":
                return new SeeOther(continuation.With("/login")); // too old: the password once more
            default:
                return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
        }
    }
}
