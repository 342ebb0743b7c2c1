using Microsoft.Extensions.Options;
using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Authorizations;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Account;
using Portal.Pages.Account.Passkeys;
using Portal.Pages.Passkeys;

namespace Portal.Pages.Register;

/// <summary>The steps of a registration (flows contract, sections 6.4 to 6.7); <c>finish</c> alone decides which comes next.</summary>
internal static class StepEndpoints
{
    public static string FinishPath(Guid id) => StepPath(id, "finish");

    public static void MapSteps(this IEndpointRouteBuilder routes)
    {
        var steps = routes.MapGroup("/register/steps/{id}").AddEndpointFilter(OnlyInThisBrowserAsync);
        steps.MapGet("/finish", FinishAsync);
        steps.MapGet("/token", ShowTokenAsync);
        steps.MapPost("/token", TakeTokenAsync);
        steps.MapGet("/verify-email", ShowCodeAsync);
        steps.MapPost("/verify-email", VerifyAsync);
        steps.MapGet("/display-name", ShowDisplayNameAsync);
        steps.MapPost("/display-name", ChooseDisplayNameAsync);
        steps.MapGet("/passkey", ShowPasskeyAsync);
        steps.MapPost("/passkey", TakePasskeyAsync);
        steps.MapGet("/name", ShowNameAsync);
        steps.MapPost("/name", RenameAsync);
    }

    /// <summary>A registration belongs to the browser that started it. One that is finished forwards any other to the account, and tells nothing.</summary>
    private static async ValueTask<object?> OnlyInThisBrowserAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!Ulid.TryDecode(http.Request.RouteValues["id"] as string, out var id))
        {
            return Errors.ErrorPages.Page(http, StatusCodes.Status404NotFound);
        }

        http.Items[typeof(StepEndpoints)] = id;
        return http.RequestServices.GetRequiredService<RegistrationCookie>().Holds(http, id) ? await next(context)
            : await IsFinishedAsync(http, id) ? new SeeOther(AccountPlaces.Home)
            : OtherBrowser(http);
    }

    private static async Task<bool> IsFinishedAsync(HttpContext context, Guid id) =>
        await context.RequestServices.GetRequiredService<RegistrationService>().FindAsync(id, context.RequestAborted) is { CompletedAt: not null };

    private static Guid RegistrationId(HttpContext context) => (Guid)context.Items[typeof(StepEndpoints)]!;

    private static async Task<IResult> FinishAsync(HttpContext context, RegistrationService registrations, BrowserKeyCookie browser, CancellationToken cancellationToken)
    {
        var id = RegistrationId(context);
        switch (await registrations.FinishAsync(id, browser.Introduce(context), context.User.GetPerson()?.BrowserSessionId, cancellationToken))
        {
            case FinishOutcome.Completed completed:
                BrowserSessionHandler.SetCookie(context, completed.Session);
                return new SeeOther(PasskeyOffer.Take(context) && completed.Session.Session.Methods == ProofMethods.Password
                    ? completed.Continuation.With(PasskeyPlaces.Offer)
                    : completed.Continuation?.ToPath() ?? AccountPlaces.Home);
            case FinishOutcome.AlreadyCompleted done:
                return new SeeOther(done.Continuation?.ToPath() ?? AccountPlaces.Home);
            case FinishOutcome.NeedsToken:
                return new SeeOther(StepPath(id, "token"));
            case FinishOutcome.NeedsEmailCode:
                return new SeeOther(StepPath(id, "verify-email"));
            case FinishOutcome.NeedsDisplayName:
                return new SeeOther(StepPath(id, "display-name"));
            case FinishOutcome.NeedsPasskey:
                return new SeeOther(StepPath(id, "passkey"));
            case FinishOutcome.NameTaken:
                return new SeeOther(StepPath(id, "name"));
            case FinishOutcome.TokenNoLongerValid spent:
                return TokenSpent(context, id, spent.Continuation);
            case FinishOutcome.EmailInUse inUse:
                return EmailInUse(context, inUse);
            case FinishOutcome.HomeserverAway:
                return FinishLater(context, id);
            case FinishOutcome.Expired expired:
                return StartOver(context, StatusCodes.Status410Gone, "registration-expired", expired.Continuation);
            default:
                return Errors.ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }
    }

    private static async Task<IResult> ShowTokenAsync(HttpContext context, RegistrationService registrations, RegisterPages pages, CancellationToken cancellationToken) =>
        await TokenPageAsync(context, registrations, pages, new TokenView(), cancellationToken);

    private static async Task<IResult> TakeTokenAsync(HttpContext context, RegistrationService registrations, RegisterPages pages, CancellationToken cancellationToken)
    {
        var id = RegistrationId(context);
        var typed = (await context.Request.ReadFormAsync(cancellationToken)).Text("token").Trim();
        var outcome = typed.Length == 0 ? null : await registrations.AttachTokenAsync(id, typed, context.GetRequester(), cancellationToken);
        return outcome is RegistrationTokenOutcome.Valid or RegistrationTokenOutcome.NotWaiting
            ? new SeeOther(FinishPath(id))
            : await TokenPageAsync(context, registrations, pages, TokenView.Of(typed, outcome), cancellationToken);
    }

    private static async Task<IResult> TokenPageAsync(HttpContext context, RegistrationService registrations, RegisterPages pages, TokenView view, CancellationToken cancellationToken)
    {
        var id = RegistrationId(context);
        if (!await registrations.NeedsTokenAsync(id, cancellationToken))
        {
            return new SeeOther(FinishPath(id));
        }

        var registration = await registrations.FindAsync(id, cancellationToken);
        return TokenPage.Show(context, view, await pages.FindAppAsync(Continuation.Parse(registration?.Continuation), cancellationToken));
    }

    private static async Task<IResult> ShowDisplayNameAsync(HttpContext context, RegistrationService registrations, RegisterPages pages, CancellationToken cancellationToken) =>
        await DisplayNamePageAsync(context, registrations, pages, "", null, cancellationToken);

    private static async Task<IResult> ChooseDisplayNameAsync(HttpContext context, RegistrationService registrations, RegisterPages pages, CancellationToken cancellationToken)
    {
        var id = RegistrationId(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var typed = form.Text("display_name").Trim();
        var isSkipped = form.Text("action") == "skip";
        return typed.Length == 0 && !isSkipped ? await DisplayNamePageAsync(context, registrations, pages, typed, FormProblemCodes.Required, cancellationToken)
            : await registrations.ChooseDisplayNameAsync(id, isSkipped ? null : typed, cancellationToken) ? new SeeOther(FinishPath(id))
            : await DisplayNamePageAsync(context, registrations, pages, typed, FormProblemCodes.Invalid, cancellationToken);
    }

    private static async Task<IResult> DisplayNamePageAsync(
        HttpContext context, RegistrationService registrations, RegisterPages pages, string typed, string? errorCode, CancellationToken cancellationToken)
    {
        var registration = await registrations.FindAsync(RegistrationId(context), cancellationToken);
        return registration is null or { CompletedAt: not null }
            ? new SeeOther(FinishPath(RegistrationId(context)))
            : PageResult.Of<DisplayNamePage>(context, new
            {
                Page = PageContext.Of(context),
                App = await pages.FindAppAsync(Continuation.Parse(registration.Continuation), cancellationToken),
                Progress = pages.At(RegistrationStep.Name, registration),
                Typed = typed,
                ErrorCode = errorCode,
            });
    }

    private static Task<IResult> ShowPasskeyAsync(HttpContext context, RegistrationService registrations, RegistrationPasskey passkeys, RegisterPages pages, CancellationToken cancellationToken) =>
        PasskeyPageAsync(context, registrations, passkeys, pages, isRefused: false, cancellationToken);

    private static async Task<IResult> TakePasskeyAsync(HttpContext context, RegistrationService registrations, RegistrationPasskey passkeys, RegisterPages pages, CancellationToken cancellationToken)
    {
        var id = RegistrationId(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        return form.ReadPasskey(PasskeyPurpose.Register(id)) is { } answer && await passkeys.TakeAsync(id, answer, context.PasskeyName(), context.GetRequester(), cancellationToken)
            ? new SeeOther(FinishPath(id))
            : await PasskeyPageAsync(context, registrations, passkeys, pages, isRefused: true, cancellationToken);
    }

    private static async Task<IResult> PasskeyPageAsync(
        HttpContext context, RegistrationService registrations, RegistrationPasskey passkeys, RegisterPages pages, bool isRefused, CancellationToken cancellationToken)
    {
        var registration = await registrations.FindAsync(RegistrationId(context), cancellationToken);
        if (registration is not { WithPasskey: true, CompletedAt: null })
        {
            return new SeeOther(FinishPath(RegistrationId(context)));
        }

        var continuation = Continuation.Parse(registration.Continuation);
        return PageResult.Of<RegisterPasskeyPage>(context, new
        {
            Page = PageContext.Of(context),
            App = await pages.FindAppAsync(continuation, cancellationToken),
            Progress = pages.At(RegistrationStep.Passkey, registration),
            Question = await passkeys.AskAsync(registration),
            StartPath = BackPath(registration, continuation),
            IsRefused = isRefused,
        });
    }

    private static async Task<IResult> ShowCodeAsync(HttpContext context, RegistrationService registrations, CancellationToken cancellationToken)
    {
        var registration = await registrations.FindAsync(RegistrationId(context), cancellationToken);
        return await CodePageAsync(context, registration, new CodeView(), cancellationToken);
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, RegistrationService registrations, CancellationToken cancellationToken)
    {
        var id = RegistrationId(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var code = form.Text("code");
        var outcome = form.Text("action") == "resend" ? await registrations.ResendAsync(id, context.GetRequester(), cancellationToken)
            : code.Trim().Length == 0 ? null
            : await registrations.VerifyEmailAsync(id, code, cancellationToken);
        if (outcome is VerifyOutcome.Verified or VerifyOutcome.NotWaiting)
        {
            return new SeeOther(FinishPath(id));
        }

        var registration = await registrations.FindAsync(id, cancellationToken);
        var view = new CodeView
        {
            Error = outcome switch
            {
                null => "verify.missing",
                VerifyOutcome.WrongCode => "verify.wrong",
                VerifyOutcome.ExpiredCode => "verify.expired",
                _ => null,
            },
            Resent = outcome is VerifyOutcome.Sent,
            RetryAfter = (outcome as VerifyOutcome.RateLimited)?.RetryAfter,
        };
        return await CodePageAsync(context, registration, view, cancellationToken);
    }

    private static async Task<IResult> CodePageAsync(HttpContext context, UserRegistration? registration, CodeView view, CancellationToken cancellationToken)
    {
        if (registration?.EmailVerification is not { CompletedAt: null } || registration.CompletedAt is not null)
        {
            return new SeeOther(FinishPath(RegistrationId(context)));
        }

        var pages = context.RequestServices.GetRequiredService<RegisterPages>();
        var continuation = Continuation.Parse(registration.Continuation);
        return PageResult.Of<VerifyEmailPage>(context, new
        {
            Page = PageContext.Of(context),
            App = await pages.FindAppAsync(continuation, cancellationToken),
            View = view with
            {
                Progress = pages.At(RegistrationStep.Email, registration),
                Address = registration.Email!,
                Lifetime = context.RequestServices.GetRequiredService<IOptions<AccountOptions>>().Value.EmailCodeLifetime,
                BackPath = BackPath(registration, continuation),
            },
        });
    }

    private static async Task<IResult> ShowNameAsync(HttpContext context, RegistrationService registrations, CancellationToken cancellationToken)
    {
        var registration = await registrations.FindAsync(RegistrationId(context), cancellationToken);
        return registration is null or { CompletedAt: not null }
            ? new SeeOther(FinishPath(RegistrationId(context)))
            : NamePage(context, registration.Username);
    }

    private static async Task<IResult> RenameAsync(HttpContext context, RegistrationService registrations, CancellationToken cancellationToken)
    {
        var id = RegistrationId(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var username = form.Text("pick") is { Length: > 0 } picked ? picked : form.Text("username").Trim();
        return await registrations.RenameAsync(id, username, context.GetRequester(), cancellationToken) switch
        {
            NewNameOutcome.Refused refused => NamePage(context, username, refused.Problems[0]),
            NewNameOutcome.RateLimited limited => NamePage(context, username, null, limited.RetryAfter),
            _ => new SeeOther(FinishPath(id)),
        };
    }

    private static IResult NamePage(HttpContext context, string username, FormProblem? problem = null, TimeSpan? retryAfter = null) =>
        PageResult.Of<NameTakenPage>(context, new { Page = PageContext.Of(context), Username = username, Problem = problem, RetryAfter = retryAfter });

    private static IResult EmailInUse(HttpContext context, FinishOutcome.EmailInUse outcome) => MessageResult.Of(context, StatusCodes.Status409Conflict, page => new Message(page.Texts["email-in-use.title"], page.Texts["email-in-use.lead", "{0}", page.Brand.ServiceName])
    {
        Name = outcome.Address,
        Icon = IconName.Mail,
        Actions =
        [
            new(page.To(outcome.Continuation.With("/login")), page.Texts["common.sign-in"]),
            new(page.To(outcome.Continuation.With("/register/password")), page.Texts["common.start-over"]),
        ],
    });

    private static IResult TokenSpent(HttpContext context, Guid id, Continuation? continuation) => MessageResult.Of(context, StatusCodes.Status409Conflict, page => new Message(page.Texts["token-spent.title"], page.Texts["token-spent.lead"])
    {
        Icon = IconName.Clock,
        Tone = Tone.Warning,
        Actions =
        [
            new(page.To(StepPath(id, "token")), page.Texts["token-spent.another"]),
            new(page.To(continuation.With("/register")), page.Texts["common.start-over"]),
        ],
    });

    private static IResult FinishLater(HttpContext context, Guid id) => MessageResult.Of(context, StatusCodes.Status503ServiceUnavailable, page => new Message(page.Texts["finish-later.title"], page.Texts["finish-later.lead"])
    {
        Icon = IconName.Clock,
        Tone = Tone.Warning,
        Actions = [new(page.To(FinishPath(id)), page.Texts["finish-later.again"])],
    });

    // To the form, as it was filled in.
    private static string BackPath(UserRegistration registration, Continuation? continuation) =>
        $"/register/password?from={Ulid.Encode(registration.Id)}{(continuation is null ? "" : $"&{continuation.ToQuery()}")}";

    private static string StepPath(Guid id, string step) => $"/register/steps/{Ulid.Encode(id)}/{step}";

    private static IResult OtherBrowser(HttpContext context) => StartOver(context, StatusCodes.Status403Forbidden, "other-browser", null);

    private static IResult StartOver(HttpContext context, int status, string text, Continuation? continuation) => MessageResult.Of(context, status, page => new Message(page.Texts[$"{text}.title"], page.Texts[$"{text}.lead"])
    {
        Icon = IconName.Clock,
        Tone = Tone.Warning,
        Actions = [new(page.To(continuation.With("/register/password")), page.Texts["common.start-over"])],
    });
}
