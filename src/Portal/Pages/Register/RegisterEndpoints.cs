using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;
using Portal.Identity.Devices;
using Portal.Layout;
using Portal.Texts;

namespace Portal.Pages.Register;

/// <summary><c>/register</c> and its first form (flows contract, sections 6.2 and 6.3); the steps after it are in <see cref="StepEndpoints"/>.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegister(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/register", (HttpContext context) => new SeeOther(context.Request.GetContinuation().With("/register/password")));
        routes.MapGet("/register/password", ShowAsync);
        routes.MapPost("/register/password", StartAsync);
        routes.MapSteps();
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, RegistrationService registrations, RegistrationCookie cookie, IOptions<AccountOptions> options, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (context.User.GetPerson() is not null)
        {
            return new SeeOther(continuation?.ToPath() ?? "/account/");
        }

        if (!options.Value.PasswordRegistrationEnabled)
        {
            return await ClosedAsync(context, StatusCodes.Status200OK);
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
        HttpContext context, RegistrationService registrations, RegistrationCookie cookie, Brand brand, CancellationToken cancellationToken)
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
            Requester: context.GetRequester());
        switch (await registrations.StartAsync(command, cancellationToken))
        {
            case StartOutcome.Started started:
                cookie.Add(context, started.RegistrationId);
                return new SeeOther(StepEndpoints.FinishPath(started.RegistrationId));
            case StartOutcome.Refused refused:
                return await PageAsync(context, ViewOf(command) with { Problems = refused.Problems }, cancellationToken);
            case StartOutcome.RateLimited limited:
                return await PageAsync(context, ViewOf(command) with { RetryAfter = limited.RetryAfter }, cancellationToken);
            default:
                return await ClosedAsync(context, StatusCodes.Status405MethodNotAllowed);
        }
    }

    private static RegisterView ViewOf(RegisterCommand command) =>
        new() { Username = command.Username, Email = command.Email, TermsAccepted = command.TermsAccepted };

    private static async Task<IResult> PageAsync(HttpContext context, RegisterView view, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        var services = context.RequestServices;
        return PageResult.Of<RegisterPage>(context, new
        {
            Page = PageContext.Of(context),
            App = await continuation.FindAppAsync(services.GetRequiredService<AuthorizationService>(), services.GetRequiredService<DeviceConsent>(), cancellationToken),
            View = view with
            {
                EmailRequired = services.GetRequiredService<IOptions<AccountOptions>>().Value.PasswordRegistrationEmailRequired,
                SignInPath = continuation.With("/login"),
            },
        });
    }

    private static Task<IResult> ClosedAsync(HttpContext context, int status)
    {
        var page = PageContext.Of(context);
        return Task.FromResult(PageResult.Of<MessagePage>(context, status, new
        {
            Page = page,
            Message = new Message(page.Texts["register.closed"], page.Texts["register.closed-hint", page.Brand.ServiceName])
            {
                Actions = [new MessageAction(page.To(context.Request.GetContinuation().With("/login")), page.Texts["common.sign-in"])],
            },
        }));
    }
}
