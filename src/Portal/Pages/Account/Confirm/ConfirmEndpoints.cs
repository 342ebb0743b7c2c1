using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Authorizations;
using Portal.Layout;
using Portal.Pages.Passkeys;
using Portal.Pages.SignIn;

namespace Portal.Pages.Account.Confirm;

/// <summary><c>/account/confirm</c>: proves again who is there, for all sensitive changes of the next minutes (flows contract, section 5.4).</summary>
internal static class ConfirmEndpoints
{
    public static void MapConfirm(this IEndpointRouteBuilder account)
    {
        account.MapGet("/confirm", ShowAsync).AllowWithoutSecondStep();
        account.MapPost("/confirm", ConfirmAsync).AllowWithoutSecondStep();
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, AccountOverview overview, PasskeySignIn passkeys, IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var ways = await overview.WaysToProveAsync(person.UserId, cancellationToken);
        return ways.None || (person.HasFreshProof(clock.GetUtcNow(), options.Value.ProofLifetime) && !OwesPasskey(context, ways))
            ? new SeeOther(Next(context).ToPath())
            : await PageAsync(context, ViewOf(context, ways), passkeys, cancellationToken);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, AccountOverview overview, SignInService signIn, PasskeySignIn passkeys, BrowserKeyCookie browser, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var passkey = form.ReadPasskey(PasskeyPurpose.Confirm(person.BrowserSessionId));
        var view = ViewOf(context, await overview.WaysToProveAsync(person.UserId, cancellationToken));
        var (password, code) = (form.Text("password"), form.Text("code").Trim());
        if (passkey is null && !view.ByPassword)
        {
            return await PageAsync(context, view, passkeys, cancellationToken);
        }

        if (passkey is null && (password.Length == 0 || (view.WithCode && code.Length == 0)))
        {
            view = view with { Error = password.Length == 0 ? "confirm.missing" : null, CodeError = view.WithCode && code.Length == 0 ? "second-step.missing" : null };
            return await PageAsync(context, view, passkeys, cancellationToken);
        }

        // The same as signing in again: the same limits, the same cost, and a new key for the session.
        var outcome = passkey is not null
            ? await passkeys.SignInAsync(passkey, browser.Introduce(context), person.BrowserSessionId, cancellationToken)
            : await signIn.SignInAsync(new SignInCommand(person.Username, password, browser.Introduce(context), person.BrowserSessionId, view.WithCode ? code : null), cancellationToken);
        var refused = outcome switch
        {
            SignInOutcome.RateLimited limited => view with { RetryAfter = limited.RetryAfter },
            SignInOutcome.Refused when passkey is not null => view with { IsPasskeyRefused = true },
            SignInOutcome.Refused => view with { Error = "confirm.wrong" },
            SignInOutcome.WrongCode => view with { CodeError = view.ByRecoveryCode ? "second-step.wrong-recovery" : "second-step.wrong" },
            SignInOutcome.NeedsSecondStep => view with { Ways = view.Ways with { Code = true }, CodeError = "second-step.missing" }, // since a moment
            _ => null,
        };
        return outcome is SignInOutcome.SignedIn signedIn ? GoOn(context, signedIn)
            : refused is not null ? await PageAsync(context, refused, passkeys, cancellationToken)
            : new SeeOther(Next(context).With("/login")); // which says what has become of the account meanwhile
    }

    private static Continuation Next(HttpContext context) => context.Request.GetContinuation() is { } asked && asked.AccountPath?.StartsWith(AccountPlaces.Confirm, StringComparison.Ordinal) != true
        ? asked
        : Continuation.OfAccount(AccountPlaces.Home);

    private static SeeOther GoOn(HttpContext context, SignInOutcome.SignedIn signedIn)
    {
        BrowserSessionHandler.SetCookie(context, signedIn.Session);
        return new SeeOther(Next(context).ToPath());
    }

    private static ConfirmView ViewOf(HttpContext context, ProofWays ways)
    {
        var (isRecovery, wantsPassword) = (context.Request.WantsRecoveryCode(), ways.Password && !OwesPasskey(context, ways) && context.Request.Query["by"] == "password");
        var byPasskey = ways.Passkey && !wantsPassword;
        var here = Next(context).With(AccountPlaces.Confirm);
        return new ConfirmView(ways, Next(context).ToFields())
        {
            ByPasskey = byPasskey,
            OtherWayPath = !ways.Passkey || !ways.Password || OwesPasskey(context, ways) ? null : byPasskey ? ByPassword(here) : here,
            ByRecoveryCode = isRecovery,
            OtherPath = SignInCodeEndpoints.OtherWay(ways.Passkey ? ByPassword(here) : here, isRecovery),
        };
    }

    // Where two steps are a duty, and a password was given by somebody who has a passkey.
    private static bool OwesPasskey(HttpContext context, ProofWays ways) => ways.Passkey && context.User.GetPerson()!.OwesSecondStep(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    private static string ByPassword(string path) => path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "by=password";

    // Only a page that is shown asks a passkey anything.
    private static async Task<IResult> PageAsync(HttpContext context, ConfirmView view, PasskeySignIn passkeys, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var asked = view.ByPasskey ? view with { Passkey = await passkeys.AskAsync(person, cancellationToken) } : view;
        return PageResult.Of<ConfirmPage>(context, new { Page = PageContext.Of(context), Person = person, View = asked });
    }
}
