using Microsoft.AspNetCore.Antiforgery;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Account.Data;
using Portal.Pages.Account.Deletion;
using Portal.Pages.Account.Emails;
using Portal.Pages.Account.Profile;
using Portal.Texts;

namespace Portal.Pages.Account;

/// <summary><c>/account/</c> and below: a person sees to their account (flows contract, section 9).</summary>
internal static class AccountEndpoints
{
    /// <summary>Carries what was just done to the page that shows it; a query could be forged by anybody who sends a link.</summary>
    private const string NoticeCookie = "account-notice";

    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/change-password", () => new SeeOther("/account/"));
        var account = routes.MapGroup("/account").RequireAuthorization();
        account.MapGet("", HomeAsync);
        account.MapConfirm();
        account.MapEmails();
        account.MapProfile();
        account.MapDeletion();
        account.MapData();
        account.MapGet("/sessions", SessionsAsync);
        account.MapPost("/sessions/end", EndAsync);
        account.MapGet("/sessions/end-others", ConfirmEndOthers);
        account.MapPost("/sessions/end-others", EndOthersAsync);
    }

    private static async Task<IResult> HomeAsync(HttpContext context, AccountOverview overview, CancellationToken cancellationToken)
    {
        if (!context.Request.Path.Value!.EndsWith('/'))
        {
            return new SeeOther($"/account/{context.Request.QueryString}");
        }

        if (DeepLinks.PathOf(context.Request.Query["action"].FirstOrDefault()) is { } target)
        {
            return new SeeOther(target);
        }

        var person = context.User.GetPerson()!;
        return PageResult.Of<AccountHomePage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Summary = await overview.OfAsync(person.UserId, cancellationToken),
        });
    }

    private static async Task<IResult> SessionsAsync(HttpContext context, AccountSessions sessions, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var listed = await sessions.ListAsync(person.UserId, cancellationToken);
        return PageResult.Of<SessionsPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            FormToken = antiforgery.GetAndStoreTokens(context).RequestToken!,
            HasOthers = listed.Any(session => session.FinishedAt is null && session.Id != person.BrowserSessionId),
            Notice = TakeNotice(context, listed),
        });
    }

    private static async Task<IResult> EndAsync(HttpContext context, AccountSessions sessions, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var kind = form.Text("kind") == "browser" ? AccountSessionKind.Browser : AccountSessionKind.OAuth;
        var ended = Ulid.TryDecode(form.Text("id"), out var id) && await sessions.EndAsync(person.UserId, kind, id, cancellationToken);
        if (id == person.BrowserSessionId && ended)
        {
            BrowserSessionHandler.DeleteCookie(context);
            return new SeeOther("/login");
        }

        SetNotice(context, ended ? SessionsNoticeKind.Ended : SessionsNoticeKind.Gone, ended ? id : null);
        return new SeeOther("/account/sessions");
    }

    private static IResult ConfirmEndOthers(HttpContext context) =>
        PageResult.Of<EndOthersPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()! });

    private static async Task<IResult> EndOthersAsync(HttpContext context, AccountSessions sessions, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        await sessions.EndOthersAsync(person.UserId, person.BrowserSessionId, cancellationToken);
        SetNotice(context, SessionsNoticeKind.EndedOthers, null);
        return new SeeOther("/account/sessions");
    }

    private static void SetNotice(HttpContext context, SessionsNoticeKind kind, Guid? id) =>
        context.SetCookie(NoticeCookie, id is { } session ? $"{kind}.{Ulid.Encode(session)}" : $"{kind}", TimeSpan.FromMinutes(1));

    /// <param name="listed">Where the device's name comes from: a cookie may say which, but not what it is called.</param>
    private static SessionsNotice? TakeNotice(HttpContext context, IReadOnlyList<AccountSession> listed)
    {
        if (context.Request.Cookies[NoticeCookie]?.Split('.', 2) is not { } cookie)
        {
            return null;
        }

        context.DeleteCookie(NoticeCookie);
        if (!Enum.TryParse<SessionsNoticeKind>(cookie[0], out var kind) || !Enum.IsDefined(kind))
        {
            return null;
        }

        if (kind != SessionsNoticeKind.Ended)
        {
            return new SessionsNotice(kind);
        }

        return cookie.Length == 2 && Ulid.TryDecode(cookie[1], out var id) && listed.FirstOrDefault(session => session.Id == id && session.FinishedAt is not null) is { } ended
            ? new SessionsNotice(kind, SessionGroups.NameOf(ended, context.GetTexts()))
            : null;
    }
}
