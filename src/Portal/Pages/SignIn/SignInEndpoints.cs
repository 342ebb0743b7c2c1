using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Account;
using Portal.Pages.Account.SecondStep;
using Portal.Pages.Errors;

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

    private static async Task<IResult> SignInAsync(HttpContext context, SignInPageServices services, SignInService signIn, SignInAnswer answer, BrowserKeyCookie browser, CancellationToken cancellationToken)
    {
        if (!services.WithPassword)
        {
            return ErrorPages.Page(context, StatusCodes.Status405MethodNotAllowed);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (username, password) = (form.Text("username").Trim(), form.Text("password"));
        if (username.Length == 0 || password.Length == 0)
        {
            return await services.PageAsync(context, new SignInView { Username = username, UsernameMissing = username.Length == 0, PasswordMissing = password.Length == 0 }, cancellationToken);
        }

        switch (await signIn.SignInAsync(new SignInCommand(username, password, browser.Introduce(context), context.User.GetPerson()?.BrowserSessionId), cancellationToken))
        {
            case SignInOutcome.RateLimited limited:
                return await services.PageAsync(context, new SignInView { Username = username, Notice = SignInNotice.Limited, RetryAfter = limited.RetryAfter }, cancellationToken);
            case SignInOutcome.Locked:
                return await services.PageAsync(context, new SignInView { Username = username, Notice = SignInNotice.Locked }, cancellationToken);
            case SignInOutcome.Deactivated { Return: null }:
                return await services.PageAsync(context, new SignInView { Username = username, Notice = SignInNotice.Deactivated }, cancellationToken);
            case SignInOutcome.Refused:
                return await services.PageAsync(context, new SignInView { Username = username, Notice = SignInNotice.Refused }, cancellationToken);
            case var outcome:
                return await answer.ToAsync(context, outcome, cancellationToken);
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, BrowserSessions sessions, CancellationToken cancellationToken)
    {
        if (context.User.GetPerson() is { } person)
        {
            await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
        }

        BrowserSessionHandler.DeleteCookie(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var continuation = Continuation.Read(form.Text("kind"), form.Text("id"), form.Text("path"));
        if (continuation is null)
        {
            DoneNotice.Set(context, SignedOut);
        }

        return new SeeOther(continuation.With("/login"));
    }
}
