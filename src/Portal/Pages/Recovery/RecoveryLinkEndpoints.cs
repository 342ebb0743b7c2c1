using System.Net;
using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Errors;
using Portal.Pages.SignIn;
using Portal.Texts;

namespace Portal.Pages.Recovery;

/// <summary><c>/account/password/recovery?ticket=</c>: where the mailed link leads (flows contract, section 7.3). Opening it uses nothing up.</summary>
internal static class RecoveryLinkEndpoints
{
    private const string Path = "/" + SendRecoveryLink.LinkPath;

    public static void MapRecoveryLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync);
        routes.MapPost(Path, AnswerAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, RecoveryLinks links, CancellationToken cancellationToken) =>
        await links.FindAsync(TicketOf(context), cancellationToken) switch
        {
            RecoveryLink.Ready ready => FormPage(context, ready, new NewPasswordView()),
            var link => await RefusedAsync(context, link, null, cancellationToken),
        };

    private static async Task<IResult> AnswerAsync(
        HttpContext context, RecoveryLinks links, RecoveryRequests recoveries, BrowserSessions sessions, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var link = await links.FindAsync(TicketOf(context), cancellationToken);
        return form.Text("action") switch
        {
            "resend" => await ResendAsync(context, link, recoveries, cancellationToken),
            "sign-out" => await SignOutAsync(context, sessions, cancellationToken),
            _ when link is not RecoveryLink.Ready => await RefusedAsync(context, link, null, cancellationToken),
            _ when context.User.GetPerson() is not null => FormPage(context, (RecoveryLink.Ready)link, new NewPasswordView()),
            _ => await SaveAsync(context, form, links, cancellationToken),
        };
    }

    private static async Task<IResult> SaveAsync(HttpContext context, IFormCollection form, RecoveryLinks links, CancellationToken cancellationToken)
    {
        var command = new ResetPasswordCommand(
            TicketOf(context),
            form.Text("new_password"),
            form.ContainsKey("new_password_again") ? form.Text("new_password_again") : null, // asked twice only where no script can show it
            form.Text("end_sessions").Length > 0,
            context.GetRequester());
        switch (await links.ResetAsync(command, cancellationToken))
        {
            case ResetPasswordOutcome.Saved saved:
                DoneNotice.Set(context, SignInEndpoints.PasswordSaved);
                var hint = $"login_hint={WebUtility.UrlEncode($"mxid:{context.RequestServices.GetRequiredService<Brand>().UserIdOf(saved.Username)}")}";
                return new SeeOther(await ContinuationAsync(context, saved.SessionId, cancellationToken) is { } continuation ? $"{continuation.With("/login")}&{hint}" : $"/login?{hint}");
            case ResetPasswordOutcome.Unfit unfit:
                return FormPage(context, unfit.Link, new NewPasswordView { Problems = unfit.Problems, EndSessions = command.EndSessions });
            case ResetPasswordOutcome.RateLimited { Link: RecoveryLink.Ready ready } limited:
                return FormPage(context, ready, new NewPasswordView { RetryAfter = limited.RetryAfter, EndSessions = command.EndSessions });
            case ResetPasswordOutcome.RateLimited limited:
                return ErrorPages.TooMany(context, limited.RetryAfter);
            case ResetPasswordOutcome.Refused refused:
                return await RefusedAsync(context, refused.Link, null, cancellationToken);
            default:
                throw new InvalidOperationException("There is no such outcome.");
        }
    }

    private static async Task<IResult> ResendAsync(HttpContext context, RecoveryLink link, RecoveryRequests recoveries, CancellationToken cancellationToken)
    {
        if (link is not RecoveryLink.Expired expired)
        {
            return link is RecoveryLink.Ready ready ? FormPage(context, ready, new NewPasswordView()) : await RefusedAsync(context, link, null, cancellationToken);
        }

        switch (await recoveries.ResendAsync(expired.SessionId, context.GetRequester(), cancellationToken))
        {
            case RecoveryRequestOutcome.Sent sent:
                return new SeeOther(RecoveryEndpoints.ProgressPath(sent.SessionId));
            case RecoveryRequestOutcome.RateLimited limited:
                return await RefusedAsync(context, link, limited.RetryAfter, cancellationToken);
            default:
                return RecoveryEndpoints.Used(context, await ContinuationAsync(context, expired.SessionId, cancellationToken)); // while this page was being answered
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, BrowserSessions sessions, CancellationToken cancellationToken)
    {
        if (context.User.GetPerson() is { } person)
        {
            await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
            BrowserSessionHandler.DeleteCookie(context);
        }

        return new SeeOther($"{Path}{context.Request.QueryString.ToUriComponent()}");
    }

    private static IResult FormPage(HttpContext context, RecoveryLink.Ready link, NewPasswordView view) => PageResult.Of<NewPasswordPage>(context, new
    {
        Page = PageContext.Of(context),
        View = view with { Username = link.Username, SignedInAs = context.User.GetPerson()?.Username },
    });

    /// <summary>What the request goes on with, in the browser in which it was made.</summary>
    private static async Task<Continuation?> ContinuationAsync(HttpContext context, Guid sessionId, CancellationToken cancellationToken) =>
        context.RequestServices.GetRequiredService<RecoveryCookie>().Resume(
            context, await context.RequestServices.GetRequiredService<RecoveryRequests>().FindAsync(sessionId, cancellationToken));

    private static async Task<IResult> RefusedAsync(HttpContext context, RecoveryLink link, TimeSpan? retryAfter, CancellationToken cancellationToken) => link switch
    {
        RecoveryLink.Disabled => RecoveryEndpoints.Disabled(context),
        RecoveryLink.Used used => RecoveryEndpoints.Used(context, await ContinuationAsync(context, used.SessionId, cancellationToken)),
        RecoveryLink.Expired expired => PageResult.Of<ExpiredLinkPage>(context, retryAfter is null ? StatusCodes.Status200OK : StatusCodes.Status429TooManyRequests, new
        {
            Page = PageContext.Of(context),
            Email = expired.Email,
            SignInPath = (await ContinuationAsync(context, expired.SessionId, cancellationToken)).With("/login"),
            RetryAfter = retryAfter,
        }),
        RecoveryLink.Locked => Locked(context),
        RecoveryLink.Deactivated deleted => Deactivated(context, deleted.Username),
        _ => Unknown(context),
    };

    /// <summary>Says that a link never was one.</summary>
    public static IResult Unknown(HttpContext context) => MessageResult.Of(context, StatusCodes.Status404NotFound, page => new Message(page.Texts["recovery.unknown-title"], page.Texts["recovery.unknown-lead"])
    {
        Icon = IconName.Broken,
        Actions = [new(page.To("/recover"), page.Texts["recovery.again"])],
    });

    /// <summary>Says that no link opens an account that an administrator has locked.</summary>
    public static IResult Locked(HttpContext context) => Closed(context, IconName.Lock, texts => texts["unusable-locked.title"], (texts, brand) => texts["sign-in.locked-hint", brand.ServiceName]);

    /// <summary>Says that the account is deleted for good.</summary>
    public static IResult Deactivated(HttpContext context, string username) => Closed(
        context,
        IconName.Trash,
        texts => texts["unusable-deleted.title"],
        (texts, brand) => texts["unusable-deleted.lead", brand.UserIdOf(username), brand.ServiceName]);

    private static IResult Closed(HttpContext context, IconName icon, Func<TextSet, string> title, Func<TextSet, Brand, string> lead) => MessageResult.Of(context, page => new Message(title(page.Texts), lead(page.Texts, page.Brand))
    {
        Icon = icon,
        Tone = Tone.Warning,
        Actions = [new(page.To("/login"), page.Texts["common.sign-in"])],
    });

    private static string TicketOf(HttpContext context) => context.Request.Query["ticket"] is [{ } single] ? single : "";
}
