using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Account;
using Portal.Pages.Account.SecondStep;
using Portal.Pages.Errors;
using Portal.Pages.Passkeys;

namespace Portal.Pages.SignIn;

/// <summary><c>/login</c> and <c>/logout</c> (flows contract, section 5).</summary>
internal static class SignInEndpoints
{
    /// <summary>Set as <see cref="DoneNotice"/>, lets the sign-in page say that a new password was just saved.</summary>
    public const string PasswordSaved = "password-saved";

    private const string SignedOut = "signed-out";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", ShowAsync);
        routes.MapPost("/login", SignInAsync);
        routes.MapPost("/logout", SignOutAsync).WithMetadata(new DoneWhenSignedOut()).AllowWithoutSecondStep();
        routes.MapSignInCode();
        routes.MapComeBack();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, SignInPageServices services, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (context.OwesSecondStep())
        {
            return new SeeOther(continuation.With(SecondStepPlaces.Needed));
        }

        var grant = await services.FindGrantAsync(continuation, cancellationToken);
        var person = context.User.GetPerson();
        if (person is not null && !(grant?.Grant.NeedsSignIn(person) ?? (person.IsProofVoid && continuation is { AccountPath: null })))
        {
            return new SeeOther(continuation?.ToPath() ?? AccountPlaces.Home);
        }

        var unusable = context.GetUnusableSession();
        if (unusable is { Reason: not UnusableReason.SessionEnded })
        {
            return PageResult.Of<UnusableAccountPage>(context, new { Page = PageContext.Of(context), Session = unusable, Continuation = continuation.ToFields() });
        }

        if (unusable is not null)
        {
            BrowserSessionHandler.DeleteCookie(context); // said once
        }

        var view = new SignInView
        {
            Username = services.Username(grant?.Grant, person, context.Request.Query["login_hint"].FirstOrDefault()),
            Notice = person is not null ? (grant?.Grant.IsForSomebodyElse(person) == true ? SignInNotice.OtherAccount : SignInNotice.SignInAgain)
                : unusable is not null ? SignInNotice.Ended
                : DoneNotice.Take(context, PasswordSaved, SignedOut, SignInAnswer.ExpiredNotice, SignInAnswer.LockedNotice, SignInAnswer.DeactivatedNotice) switch
                {
                    SignInAnswer.ExpiredNotice => SignInNotice.Expired,
                    SignInAnswer.LockedNotice => SignInNotice.Locked,
                    SignInAnswer.DeactivatedNotice => SignInNotice.Deactivated,
                    PasswordSaved => SignInNotice.PasswordSaved,
                    SignedOut => SignInNotice.SignedOut,
                    _ => null,
                },
        };
        return await services.PageAsync(context, view, cancellationToken);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignInPageServices services, SignInService signIn, PasskeySignIn passkeys, SignInAnswer answer, BrowserKeyCookie browser, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (form.ReadPasskey(PasskeyPurpose.SignIn) is { } passkey)
        {
            var result = await passkeys.SignInAsync(passkey, browser.Introduce(context), context.User.GetPerson()?.BrowserSessionId, cancellationToken);
            return await AnswerAsync(context, services, answer, result, "", SignInNotice.PasskeyRefused, cancellationToken);
        }

        if (!services.WithPassword)
        {
            return ErrorPages.Page(context, StatusCodes.Status405MethodNotAllowed);
        }

        var (username, password) = (form.Text("username").Trim(), form.Text("password"));
        if (username.Length == 0 || password.Length == 0)
        {
            return await services.PageAsync(context, new SignInView { Username = username, UsernameMissing = username.Length == 0, PasswordMissing = password.Length == 0 }, cancellationToken);
        }

        var outcome = await signIn.SignInAsync(new SignInCommand(username, password, browser.Introduce(context), context.User.GetPerson()?.BrowserSessionId), cancellationToken);
        return await AnswerAsync(context, services, answer, outcome, username, SignInNotice.Refused, cancellationToken);
    }

    /// <param name="username">As typed.</param>
    /// <param name="refused">What to say where nothing was proven.</param>
    private static Task<IResult> AnswerAsync(
        HttpContext context, SignInPageServices services, SignInAnswer answer, SignInOutcome outcome, string username, SignInNotice refused, CancellationToken cancellationToken)
    {
        var view = new SignInView { Username = username };
        return outcome switch
        {
            SignInOutcome.RateLimited limited => services.PageAsync(context, view with { Notice = SignInNotice.Limited, RetryAfter = limited.RetryAfter }, cancellationToken),
            SignInOutcome.Locked => services.PageAsync(context, view with { Notice = SignInNotice.Locked }, cancellationToken),
            SignInOutcome.Deactivated { Return: null } => services.PageAsync(context, view with { Notice = SignInNotice.Deactivated }, cancellationToken),
            SignInOutcome.Refused => services.PageAsync(context, view with { Notice = refused }, cancellationToken),
            _ => answer.ToAsync(context, outcome, cancellationToken),
        };
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, BrowserSessions sessions, CancellationToken cancellationToken)
    {
        if (context.User.GetPerson() is { } person)
        {
            await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
        }

        BrowserSessionHandler.DeleteCookie(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var continuation = Continuation.Read(form.Text);
        if (continuation is null)
        {
            DoneNotice.Set(context, SignedOut);
        }

        return new SeeOther(continuation.With("/login"));
    }
}
