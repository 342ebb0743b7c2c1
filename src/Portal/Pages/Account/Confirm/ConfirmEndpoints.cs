using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;
using Portal.Layout;

namespace Portal.Pages.Account.Confirm;

/// <summary><c>/account/confirm</c>: proves again who is there, for all sensitive changes of the next ten minutes (flows contract, section 5.4).</summary>
internal static class ConfirmEndpoints
{
    public static void MapConfirm(this IEndpointRouteBuilder account)
    {
        account.MapGet("/confirm", ShowAsync);
        account.MapPost("/confirm", ConfirmAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AccountOverview overview, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var kind = await overview.ProofOfAsync(person.UserId, cancellationToken);
        return kind == ProofKind.None || person.HasFreshProof(clock.GetUtcNow())
            ? new SeeOther(Next(context).ToPath())
            : Page(context, new ConfirmView(kind == ProofKind.Password, Next(context).ToFields()));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, AccountOverview overview, SignInService signIn, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var view = new ConfirmView(await overview.ProofOfAsync(person.UserId, cancellationToken) == ProofKind.Password, Next(context).ToFields());
        if (!view.ByPassword)
        {
            return Page(context, view);
        }

        if (form.Text("password") is not { Length: > 0 } password)
        {
            return Page(context, view with { Error = "confirm.missing" });
        }

        // The same as signing in again: the same limits, the same cost, and a new key for the session.
        switch (await signIn.SignInAsync(new SignInCommand(person.Username, password, context.GetRequester(), person.BrowserSessionId), cancellationToken))
        {
            case SignInOutcome.SignedIn signedIn:
                BrowserSessionHandler.SetCookie(context, signedIn.Session);
                return new SeeOther(Next(context).ToPath());
            case SignInOutcome.RateLimited limited:
                return Page(context, view with { RetryAfter = limited.RetryAfter });
            case SignInOutcome.Refused:
                return Page(context, view with { Error = "confirm.wrong" });
            default:
                return new SeeOther(Next(context).With("/login")); // which says what has become of the account meanwhile
        }
    }

    private static Continuation Next(HttpContext context) => context.Request.GetContinuation() is { AccountPath: { } path } asked && !path.StartsWith(AccountPlaces.Confirm, StringComparison.Ordinal)
        ? asked
        : Continuation.OfAccount(AccountPlaces.Home);

    private static IResult Page(HttpContext context, ConfirmView view) => PageResult.Of<ConfirmPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, View = view });
}
