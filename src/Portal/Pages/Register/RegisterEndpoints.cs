using Portal.Hosting;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Captcha;
using Portal.Layout;
using Portal.Pages.Account;
using Portal.Texts;

namespace Portal.Pages.Register;

/// <summary><c>/register</c> and its first form (flows contract, sections 6.2 and 6.3); the steps after it are in <see cref="StepEndpoints"/>.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegister(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/register", Begin);
        routes.MapGet("/register/password", ShowAsync);
        routes.MapPost("/register/password", StartAsync);
        routes.MapNameCheck();
        routes.MapInvitations();
        routes.MapSteps();
    }

    private static IResult Begin(HttpContext context, RegistrationDoor door)
    {
        var continuation = context.Request.GetContinuation();
        return context.User.GetPerson() is not null ? new SeeOther(continuation?.ToPath() ?? AccountPlaces.Home)
            : !door.IsOpen ? Closed(context, StatusCodes.Status200OK)
            : context.Request.Query["token"] is [{ Length: > 0 } token] ? new SeeOther(InvitationEndpoints.LinkPath(token, continuation))
            : new SeeOther(continuation.With("/register/password"));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, RegistrationService registrations, RegistrationCookie cookie, RegisterPages pages, CancellationToken cancellationToken)
    {
        if (await pages.ElsewhereAsync(context, context.Request.GetContinuation(), cancellationToken) is { } elsewhere)
        {
            return new SeeOther(elsewhere);
        }

        var view = new RegisterView { Username = context.Request.Query["username"].FirstOrDefault() ?? "" };
        if (Identity.Protocol.Ulid.TryDecode(context.Request.Query["from"].FirstOrDefault(), out var from) && cookie.Holds(context, from))
        {
            // Back from the code: what was typed is still here.
            var registration = await registrations.FindAsync(from, cancellationToken);
            view = view with { Username = registration?.Username ?? "", Email = registration?.Email ?? "", TermsAccepted = registration?.TermsUri is not null };
        }

        return await PageAsync(context, view, cancellationToken);
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, RegistrationService registrations, RegistrationCookie cookie, InvitationCookie invitation, RegisterPages pages, Brand brand, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var command = new RegisterCommand(
            Username: form.Text("pick") is { Length: > 0 } picked ? picked : form.Text("username").Trim(),
            Email: form.Text("email").Trim(),
            Password: form.Text("password"),
            PasswordAgain: form.ContainsKey("password_confirm") ? form.Text("password_confirm") : null, // asked twice only where no script can show it
            TermsUri: brand.TosUri?.AbsoluteUri,
            TermsAccepted: form.Text("accept_terms").Length > 0,
            Continuation: context.Request.GetContinuation(),
            Language: context.GetTexts().Language,
            Requester: context.GetRequester())
        {
            CaptchaAnswers = CaptchaProvider.Fields.ToDictionary(field => field, form.Text),
            WithPasskey = pages.WithPasskeys && form.Text("method") == "passkey",
            TokenId = (await pages.FindInvitationAsync(context, cancellationToken))?.Id,
        };
        switch (await registrations.StartAsync(command, cancellationToken))
        {
            case StartOutcome.Started started:
                cookie.Add(context, started.RegistrationId);
                invitation.Delete(context); // the registration has it now
                PasskeyOffer.Remember(context, form);
                return new SeeOther(StepEndpoints.FinishPath(started.RegistrationId));
            case StartOutcome.Refused refused:
                return await PageAsync(context, ViewOf(command) with { Problems = refused.Problems }, cancellationToken);
            case StartOutcome.RateLimited limited:
                return await PageAsync(context, ViewOf(command) with { RetryAfter = limited.RetryAfter }, cancellationToken);
            default:
                return Closed(context, StatusCodes.Status405MethodNotAllowed);
        }
    }

    private static RegisterView ViewOf(RegisterCommand command) =>
        new() { Username = command.Username, Email = command.Email, TermsAccepted = command.TermsAccepted };

    private static async Task<IResult> PageAsync(HttpContext context, RegisterView view, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        var pages = context.RequestServices.GetRequiredService<RegisterPages>();
        return PageResult.Of<RegisterPage>(context, new
        {
            Page = PageContext.Of(context),
            App = await pages.FindAppAsync(continuation, cancellationToken),
            View = view with
            {
                EmailRequired = pages.EmailRequired,
                WithPasskeys = pages.WithPasskeys,
                Captcha = pages.CaptchaFor(context),
                Progress = pages.At(RegistrationStep.Account),
                SignInPath = continuation.With("/login"),
            },
        });
    }

    private static IResult Closed(HttpContext context, int status) => MessageResult.Of(context, status, page => new Message(page.Texts["register.closed"], page.Texts["register.closed-hint", page.Brand.ServiceName])
    {
        Actions = [new MessageAction(page.To(context.Request.GetContinuation().With("/login")), page.Texts["common.sign-in"])],
    });
}
