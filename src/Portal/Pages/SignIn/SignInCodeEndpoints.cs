using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Layout;

namespace Portal.Pages.SignIn;

/// <summary><c>/login/code</c>: the second step, for who has given the right password.</summary>
internal static class SignInCodeEndpoints
{
    public const string Path = "/login/code";

    public static void MapSignInCode(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync);
        routes.MapPost(Path, TakeAsync);
    }

    /// <summary>The same page for a code that was written down.</summary>
    public static bool WantsRecoveryCode(this HttpRequest request) => request.Query["recovery"] == "true";

    private static async Task<IResult> ShowAsync(HttpContext context, SignInPageServices services, PendingSignInCookie cookie, TimeProvider clock, CancellationToken cancellationToken) =>
        cookie.Read(context) is { } pending && !pending.HasExpired(clock.GetUtcNow())
            ? await PageAsync(context, services, new SecondStepView(), cancellationToken)
            : new SeeOther(context.Request.GetContinuation().With("/login"));

    private static async Task<IResult> TakeAsync(
        HttpContext context, SignInPageServices services, SignInService signIn, SignInAnswer answer, PendingSignInCookie cookie, BrowserKeyCookie browser, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (cookie.Read(context) is not { } pending)
        {
            return SignInAnswer.Expired(context);
        }

        if (form.Text("code").Trim() is not { Length: > 0 } code)
        {
            return await PageAsync(context, services, new SecondStepView { Error = "second-step.missing" }, cancellationToken);
        }

        switch (await signIn.FinishAsync(pending, code, browser.Introduce(context), context.User.GetPerson()?.BrowserSessionId, cancellationToken))
        {
            case SignInOutcome.WrongCode:
                return await PageAsync(context, services, new SecondStepView { Error = context.Request.WantsRecoveryCode() ? "second-step.wrong-recovery" : "second-step.wrong" }, cancellationToken);
            case SignInOutcome.RateLimited limited:
                return await PageAsync(context, services, new SecondStepView { RetryAfter = limited.RetryAfter }, cancellationToken);
            case var outcome:
                cookie.Delete(context);
                return await answer.ToAsync(context, outcome, cancellationToken);
        }
    }

    private static async Task<IResult> PageAsync(HttpContext context, SignInPageServices services, SecondStepView view, CancellationToken cancellationToken)
    {
        var (continuation, page) = (context.Request.GetContinuation(), PageContext.Of(context));
        return PageResult.Of<SecondStepPage>(context, new
        {
            Page = page,
            App = await services.FindAppAsync(continuation, cancellationToken),
            View = view with
            {
                ByRecoveryCode = context.Request.WantsRecoveryCode(),
                OtherPath = OtherWay(continuation.With(Path), context.Request.WantsRecoveryCode()),
                StartPath = continuation.With("/login"),
            },
        });
    }

    /// <summary>The page for the other kind of code.</summary>
    public static string OtherWay(string path, bool isRecovery) => isRecovery ? path : path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "recovery=true";
}
