using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Authorizations;
using Portal.Layout;
using Portal.Pages.Passkeys;
using Portal.Pages.SignIn;

namespace Portal.Pages.Account.Confirm;

/// <summary><c>/account/confirm</c>: proves again who is there, for all sensitive changes of the next ten minutes (flows contract, section 5.4).</summary>
internal static class ConfirmEndpoints
{
    public static void MapConfirm(this IEndpointRouteBuilder account)
    {
        account.MapGet("/confirm", ShowAsync).AllowWithoutSecondStep();
        account.MapPost("/confirm", ConfirmAsync).AllowWithoutSecondStep();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AccountOverview overview, PasskeySignIn passkeys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var ways = await overview.WaysToProveAsync(person.UserId, cancellationToken);
        return ways.None || (person.HasFreshProof(clock.GetUtcNow()) && !OwesPasskey(context, ways))
            ? new SeeOther(Next(context).ToPath())
            : Page(context, await ViewOfAsync(context, ways, passkeys, cancellationToken));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, AccountOverview overview, SignInService signIn, PasskeySignIn passkeys, BrowserKeyCookie browser, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var view = await ViewOfAsync(context, await overview.WaysToProveAsync(person.UserId, cancellationToken), passkeys, cancellationToken);
        if (form.ReadPasskey(PasskeyPurpose.Confirm(person.BrowserSessionId)) is { } passkey)
        {
            return await passkeys.SignInAsync(passkey, browser.Introduce(context), person.BrowserSessionId, cancellationToken) switch
            {
                SignInOutcome.SignedIn signedIn => GoOn(context, signedIn),
                SignInOutcome.RateLimited limited => Page(context, view with { RetryAfter = limited.RetryAfter }),
                SignInOutcome.Refused => Page(context, view with { IsPasskeyRefused = true }),
                _ => new SeeOther(Next(context).With("/login")), // which says what has become of the account meanwhile
            };
        }

        if (!view.ByPassword)
        {
            return Page(context, view);
        }

        var (password, code) = (form.Text("password"), form.Text("code").Trim());
        if (password.Length == 0 || (view.WithCode && code.Length == 0))
        {
            return Page(context, view with { Error = password.Length == 0 ? "confirm.missing" : null, CodeError = view.WithCode && code.Length == 0 ? "second-step.missing" : null });
        }

        // The same as signing in again: the same limits, the same cost, and a new key for the session.
        switch (await signIn.SignInAsync(new SignInCommand(person.Username, password, browser.Introduce(context), person.BrowserSessionId, view.WithCode ? code : null), cancellationToken))
        {
            case SignInOutcome.SignedIn signedIn:
                return GoOn(context, signedIn);
            case SignInOutcome.RateLimited limited:
                return Page(context, view with { RetryAfter = limited.RetryAfter });
            case SignInOutcome.Refused:
                return Page(context, view with { Error = "confirm.wrong" });
            case SignInOutcome.WrongCode:
                return Page(context, view with { CodeError = view.ByRecoveryCode ? "second-step.wrong-recovery" : "second-step.wrong" });
            case SignInOutcome.NeedsSecondStep:
                return Page(context, view with { Ways = view.Ways with { Code = true }, CodeError = "second-step.missing" }); // since a moment
            default:
                return new SeeOther(Next(context).With("/login")); // which says what has become of the account meanwhile
        }
    }

    private static Continuation Next(HttpContext context) => context.Request.GetContinuation() is { } asked && asked.AccountPath?.StartsWith(AccountPlaces.Confirm, StringComparison.Ordinal) != true
        ? asked
        : Continuation.OfAccount(AccountPlaces.Home);

    private static SeeOther GoOn(HttpContext context, SignInOutcome.SignedIn signedIn)
    {
        BrowserSessionHandler.SetCookie(context, signedIn.Session);
        return new SeeOther(Next(context).ToPath());
    }

    private static async Task<ConfirmView> ViewOfAsync(HttpContext context, ProofWays ways, PasskeySignIn passkeys, CancellationToken cancellationToken)
    {
        var (isRecovery, wantsPassword) = (context.Request.WantsRecoveryCode(), ways.Password && !OwesPasskey(context, ways) && context.Request.Query["by"] == "password");
        var byPasskey = ways.Passkey && !wantsPassword;
        var here = Next(context).With(AccountPlaces.Confirm);
        return new ConfirmView(ways, Next(context).ToFields())
        {
            Passkey = byPasskey ? await passkeys.AskAsync(context.User.GetPerson()!, cancellationToken) : null,
            OtherWayPath = !ways.Passkey || !ways.Password || OwesPasskey(context, ways) ? null : byPasskey ? ByPassword(here) : here,
            ByRecoveryCode = isRecovery,
            OtherPath = SignInCodeEndpoints.OtherWay(ways.Passkey ? ByPassword(here) : here, isRecovery),
        };
    }

    // Where two steps are a duty, and a password was given by somebody who has a passkey.
    private static bool OwesPasskey(HttpContext context, ProofWays ways) => ways.Passkey && context.User.GetPerson()!.OwesSecondStep(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    private static string ByPassword(string path) => path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "by=password";

    private static IResult Page(HttpContext context, ConfirmView view) => PageResult.Of<ConfirmPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, View = view });
}
