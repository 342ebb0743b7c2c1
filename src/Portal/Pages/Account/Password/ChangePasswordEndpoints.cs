using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Authorizations;
using Portal.Layout;

namespace Portal.Pages.Account.Password;

/// <summary><c>/account/password/change</c> (flows contract, section 9.5).</summary>
internal static class ChangePasswordEndpoints
{
    private const string DonePath = AccountPlaces.Password + "/success";
    private const string Changed = "password-changed";
    private const string ChangedAndEndedOthers = "password-changed-others";

    /// <param name="account">Only for who is signed in.</param>
    public static void MapChangePassword(this IEndpointRouteBuilder account)
    {
        account.MapGet("/password/change", ShowAsync);
        account.MapPost("/password/change", ChangeAsync);
        account.MapGet("/password/change/success", DoneAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PasswordChange passwords, CancellationToken cancellationToken) =>
        await passwords.FindObstacleAsync(context.User.GetPerson()!, cancellationToken) switch
        {
            ChangePasswordOutcome.NeedsProof => Confirm(),
            var obstacle => PageOf(context, StatusCodes.Status200OK, new ChangePasswordView { Obstacle = obstacle }),
        };

    private static async Task<IResult> ChangeAsync(HttpContext context, PasswordChange passwords, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var command = new ChangePasswordCommand(
            context.User.GetPerson()!,
            form.Text("current_password"),
            form.Text("new_password"),
            form.ContainsKey("new_password_again") ? form.Text("new_password_again") : null, // asked twice only where no script can show it
            form.Text("end_sessions").Length > 0,
            context.GetRequester());
        var view = new ChangePasswordView { EndSessions = command.EndOthers };
        switch (await passwords.ChangeAsync(command, cancellationToken))
        {
            case ChangePasswordOutcome.Changed changed:
                BrowserSessionHandler.SetCookie(context, changed.Session);
                DoneNotice.Set(context, command.EndOthers ? ChangedAndEndedOthers : Changed);
                return new SeeOther(DonePath);
            case ChangePasswordOutcome.Unfit unfit:
                return PageOf(context, StatusCodes.Status200OK, view with { Problems = unfit.Problems });
            case ChangePasswordOutcome.Refused:
                return PageOf(context, StatusCodes.Status200OK, view with { Problems = [new FormProblem("current_password", "wrong")] });
            case ChangePasswordOutcome.RateLimited limited:
                return PageOf(context, StatusCodes.Status200OK, view with { RetryAfter = limited.RetryAfter });
            case ChangePasswordOutcome.NeedsProof:
                return Confirm();
            case ChangePasswordOutcome.SignedOut:
                return new SeeOther(AccountPlaces.Password); // leads to the sign-in page and back
            case var obstacle:
                return PageOf(context, StatusCodes.Status405MethodNotAllowed, view with { Obstacle = obstacle });
        }
    }

    private static SeeOther Confirm() => new(Continuation.OfAccount(AccountPlaces.Password).With(AccountPlaces.Confirm));

    private static async Task<IResult> DoneAsync(HttpContext context, AccountPasskeys passkeys, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return DoneNotice.Take(context, Changed, ChangedAndEndedOthers) is { } done
            ? PageResult.Of<PasswordChangedPage>(context, new
            {
                Page = PageContext.Of(context),
                Person = person,
                EndedOthers = done == ChangedAndEndedOthers,
                HasPasskeys = await passkeys.HasAnyAsync(person.UserId, cancellationToken),
            })
            : new SeeOther(AccountPlaces.Home);
    }

    private static IResult PageOf(HttpContext context, int status, ChangePasswordView view) =>
        PageResult.Of<ChangePasswordPage>(context, status, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, View = view });
}
