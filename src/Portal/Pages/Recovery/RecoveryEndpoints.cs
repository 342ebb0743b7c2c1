using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Authorizations;
using Portal.Identity.Devices;
using Portal.Identity.Legacy;
using Portal.Identity.Protocol;
using Portal.Layout;
using Portal.Pages.Account;
using Portal.Texts;

namespace Portal.Pages.Recovery;

/// <summary><c>/recover</c> and what follows it: a link to a new password is asked for (flows contract, sections 7.1 and 7.2).</summary>
internal static class RecoveryEndpoints
{
    /// <summary>Set as <see cref="DoneNotice"/>, lets the page say that everybody was signed out.</summary>
    public const string TakenBack = "taken-back";

    private const string Path = "/recover";

    public static void MapRecovery(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync);
        routes.MapPost(Path, StartAsync);
        routes.MapGet($"{Path}/progress/{{id}}", ShowProgressAsync);
        routes.MapPost($"{Path}/progress/{{id}}", ResendAsync);
        routes.MapRecoveryLinks();
    }

    public static string ProgressPath(Guid sessionId) => $"{Path}/progress/{Ulid.Encode(sessionId)}";

    /// <summary>Says that there is no recovery here.</summary>
    public static IResult Disabled(HttpContext context) => MessageResult.Of(context, HttpMethods.IsPost(context.Request.Method) ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status200OK, page => new Message(page.Texts["recovery.disabled-title"], page.Texts["recovery.disabled-lead", page.Brand.ServiceName])
    {
        Actions = [new(page.To(context.Request.GetContinuation().With("/login")), page.Texts["recovery.back"])],
    });

    /// <summary>Says that the request has led to a new password already.</summary>
    public static IResult Used(HttpContext context, Continuation? continuation) => MessageResult.Of(context, page => new Message(page.Texts["recovery.used-title"], page.Texts["recovery.used-lead"])
    {
        Icon = IconName.Clock,
        Tone = Tone.Warning,
        Actions = [new(page.To(continuation.With("/login")), page.Texts["common.sign-in"]), new(page.To(continuation.With(Path)), page.Texts["recovery.again"])],
    });

    private static async Task<IResult> ShowAsync(HttpContext context, Identity.Accounts.Passwords.PasswordSwitches switches, CancellationToken cancellationToken) =>
        IsElsewhere(context, context.Request.GetContinuation()) ? new SeeOther(AccountPlaces.Home)
        : switches.CanRecover ? await PageAsync(context, new RecoverView(), cancellationToken)
        : Disabled(context);

    private static async Task<IResult> StartAsync(HttpContext context, RecoveryRequests recoveries, RecoveryCookie cookie, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (IsElsewhere(context, continuation))
        {
            return new SeeOther(AccountPlaces.Home);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var email = form.Text("email").Trim();
        switch (await recoveries.StartAsync(new RecoveryRequest(email, continuation, context.GetTexts().Language, context.GetRequester()), cancellationToken))
        {
            case RecoveryRequestOutcome.Sent sent:
                cookie.Add(context, sent.SessionId);
                return new SeeOther(ProgressPath(sent.SessionId));
            case RecoveryRequestOutcome.Missing:
                return await PageAsync(context, new RecoverView { Error = "problem.email.required" }, cancellationToken);
            case RecoveryRequestOutcome.Invalid:
                return await PageAsync(context, new RecoverView { Email = email, Error = "problem.email.invalid" }, cancellationToken);
            case RecoveryRequestOutcome.RateLimited limited:
                return await PageAsync(context, new RecoverView { Email = email, RetryAfter = limited.RetryAfter }, cancellationToken);
            default:
                return Disabled(context);
        }
    }

    private static async Task<IResult> PageAsync(HttpContext context, RecoverView view, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        return PageResult.Of<RecoverPage>(context, new
        {
            Page = PageContext.Of(context),
            App = await FindAppAsync(context, continuation, cancellationToken),
            View = view with { SignInPath = continuation.With("/login") },
        });
    }

    private static async Task<IResult> ShowProgressAsync(
        HttpContext context, RecoveryRequests recoveries, Identity.Accounts.Passwords.PasswordSwitches switches, CancellationToken cancellationToken)
    {
        if (!switches.CanRecover)
        {
            return Disabled(context);
        }

        var session = Ulid.TryDecode(context.Request.RouteValues["id"] as string, out var id) ? await recoveries.FindAsync(id, cancellationToken) : null;
        return session is null
            ? new SeeOther(Path)
            : await ProgressPageAsync(context, StatusCodes.Status200OK, session, new ProgressView { TakenBack = DoneNotice.Take(context, TakenBack) is not null }, cancellationToken);
    }

    private static async Task<IResult> ResendAsync(HttpContext context, RecoveryRequests recoveries, CancellationToken cancellationToken)
    {
        if (!Ulid.TryDecode(context.Request.RouteValues["id"] as string, out var id) || await recoveries.FindAsync(id, cancellationToken) is not { } session)
        {
            return new SeeOther(Path);
        }

        var continuation = ContinuationOf(context, session);
        if (IsElsewhere(context, continuation))
        {
            return new SeeOther(AccountPlaces.Home);
        }

        switch (await recoveries.ResendAsync(id, context.GetRequester(), cancellationToken))
        {
            case RecoveryRequestOutcome.Sent:
                return await ProgressPageAsync(context, StatusCodes.Status200OK, session, new ProgressView { Resent = true }, cancellationToken);
            case RecoveryRequestOutcome.RateLimited limited:
                return await ProgressPageAsync(context, StatusCodes.Status429TooManyRequests, session, new ProgressView { RetryAfter = limited.RetryAfter }, cancellationToken);
            case RecoveryRequestOutcome.Used:
                return Used(context, continuation);
            default:
                return Disabled(context);
        }
    }

    private static async Task<IResult> ProgressPageAsync(HttpContext context, int status, RecoverySession session, ProgressView view, CancellationToken cancellationToken)
    {
        var continuation = ContinuationOf(context, session);
        if (IsElsewhere(context, continuation))
        {
            return new SeeOther(AccountPlaces.Home);
        }

        if (session.ConsumedAt is not null)
        {
            return Used(context, continuation);
        }

        return PageResult.Of<ProgressPage>(context, status, new
        {
            Page = PageContext.Of(context),
            App = await FindAppAsync(context, continuation, cancellationToken),
            View = view with { Email = session.Email, Lifetime = RecoveryTicket.Lifetime, RestartPath = continuation.With(Path) },
        });
    }

    private static Continuation? ContinuationOf(HttpContext context, RecoverySession session) =>
        context.RequestServices.GetRequiredService<RecoveryCookie>().Resume(context, session);

    // Who is signed in changes the password in the account pages; but an app may have sent them here to prove who they are, with a password that they have forgotten.
    private static bool IsElsewhere(HttpContext context, Continuation? continuation) => context.User.GetPerson() is not null && continuation is null;

    private static Task<AppIdentity?> FindAppAsync(HttpContext context, Continuation? continuation, CancellationToken cancellationToken) => continuation.FindAppAsync(
        context.RequestServices.GetRequiredService<AuthorizationService>(), context.RequestServices.GetRequiredService<DeviceConsent>(), context.RequestServices.GetRequiredService<SsoLogins>(),
        cancellationToken);
}
