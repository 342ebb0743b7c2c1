using Portal.Hosting;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Account.Tokens;
using Portal.Pages.Errors;
using Portal.Texts;

namespace Portal.Pages.Account.Sessions;

/// <summary><c>/account/sessions</c> and what belongs to it: a person sees to the places where they are signed in (flows contract, sections 9.6 to 9.9).</summary>
internal static class SessionEndpoints
{
    /// <param name="account">The group of <c>/account</c>.</param>
    public static void MapSessions(this IEndpointRouteBuilder account)
    {
        account.MapGet("/sessions", ListAsync);
        account.MapGet("/sessions/browsers", (HttpContext context) => new SeeOther(SessionPlaces.Of(SessionPlaces.Read(context.Request.Query) with { Kinds = SessionKinds.Browsers })));
        account.MapGet("/sessions/sign-out", ConfirmEndAsync);
        account.MapPost("/sessions/end", EndAsync);
        account.MapGet("/sessions/end-others", ConfirmEndOthersAsync);
        account.MapPost("/sessions/end-others", EndOthersAsync);
        account.MapGet("/sessions/{session}", ShowAsync);
        account.MapGet("/sessions/{session}/rename", AskNameAsync);
        account.MapPost("/sessions/{session}/rename", RenameAsync);
        account.MapGet("/devices/{**device}", FindDeviceAsync);
        account.MapGet("/clients/{client}", ShowClientAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, AccountSessionList sessions, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<SessionsPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Query = SessionPlaces.Read(context.Request.Query),
            Notice = await SessionNotices.TakeAsync(context, person.UserId, sessions, cancellationToken),
        });
    }

    private static Task<IResult> ConfirmEndAsync(HttpContext context, AccountSessionList sessions, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var query = context.Request.Query;
        return SessionPlaces.ReadSelection(query[SessionPlaces.SessionField], query[SessionPlaces.UnusedField], person.BrowserSessionId) is { } selection
            ? ConfirmAsync(context, sessions, clock, selection, isOthers: false, cancellationToken)
            : Task.FromResult(query.ContainsKey(SessionPlaces.SessionField) ? ErrorPages.Page(context, StatusCodes.Status400BadRequest) : new SeeOther(SessionPlaces.List)); // nothing was selected
    }

    private static Task<IResult> ConfirmEndOthersAsync(HttpContext context, AccountSessionList sessions, TimeProvider clock, CancellationToken cancellationToken) =>
        ConfirmAsync(context, sessions, clock, SessionSelection.Others(context.User.GetPerson()!.BrowserSessionId), isOthers: true, cancellationToken);

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, AccountSessionList sessions, TimeProvider clock, SessionSelection selection, bool isOthers, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var preview = await sessions.PreviewEndAsync(person.UserId, person.BrowserSessionId, selection, cancellationToken);
        if (preview.Total == 0 && !isOthers)
        {
            SessionNotices.Set(context, SessionsNoticeKind.Gone);
            return new SeeOther(SessionPlaces.List);
        }

        return PageResult.Of<EndPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Preview = preview,
            IsOthers = isOthers,
            IsUnused = !isOthers && context.Request.Query[SessionPlaces.UnusedField] == "true",
            Now = clock.GetUtcNow(),
        });
    }

    private static async Task<IResult> EndAsync(HttpContext context, AccountSessions sessions, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (SessionPlaces.ReadSelection(form[SessionPlaces.SessionField], form[SessionPlaces.UnusedField], person.BrowserSessionId) is not { } selection)
        {
            return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
        }

        var ended = await sessions.EndAsync(person.UserId, selection, cancellationToken);
        if (ended.Contains(new(AccountSessionKind.Browser, person.BrowserSessionId)))
        {
            BrowserSessionHandler.DeleteCookie(context);
            return new SeeOther("/login");
        }

        switch (ended)
        {
            case []:
                SessionNotices.Set(context, SessionsNoticeKind.Gone);
                break;
            case [var only]:
                SessionNotices.Set(context, SessionsNoticeKind.Ended, only);
                break;
            default:
                SessionNotices.SetEnded(context, ended.Count);
                break;
        }

        return new SeeOther(SessionPlaces.List);
    }

    private static async Task<IResult> EndOthersAsync(HttpContext context, AccountSessions sessions, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        await sessions.EndOthersAsync(person.UserId, person.BrowserSessionId, cancellationToken);
        SessionNotices.Set(context, SessionsNoticeKind.EndedOthers);
        return new SeeOther(SessionPlaces.List);
    }

    private static Task<IResult> ShowAsync(HttpContext context, string session, AccountSessionList sessions, ClientDirectory clients, TimeProvider clock, CancellationToken cancellationToken) =>
        WithSessionAsync(context, session, sessions, async (found, person) => PageResult.Of<SessionPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Session = found,
            Client = found.Client is { } client ? await clients.FindStoredAsync(client.Id, cancellationToken) : null,
            AllowedIn = found.BrowserSessionId is { } browserId ? await sessions.FindAsync(person.UserId, new(AccountSessionKind.Browser, browserId), cancellationToken) : null,
            Notice = await SessionNotices.TakeAsync(context, person.UserId, sessions, cancellationToken),
            Now = clock.GetUtcNow(),
        }), cancellationToken);

    private static Task<IResult> AskNameAsync(HttpContext context, string session, AccountSessionList sessions, CancellationToken cancellationToken) =>
        WithSessionAsync(
            context, session, sessions,
            (found, person) => Task.FromResult(CanHaveName(found) ? NamePage(context, found, person, SessionWords.NameOf(found, context.GetTexts()), null) : Missing(context, person)),
            cancellationToken);

    private static Task<IResult> RenameAsync(HttpContext context, string session, AccountSessionList list, AccountSessions sessions, CancellationToken cancellationToken) =>
        WithSessionAsync(context, session, list, async (found, person) =>
        {
            if (!CanHaveName(found))
            {
                return Missing(context, person);
            }

            var name = (await context.Request.ReadFormAsync(cancellationToken)).Text("name");
            switch (await sessions.RenameAsync(person.UserId, found.Id, name, cancellationToken))
            {
                case RenameOutcome.Renamed:
                    SessionNotices.Set(context, SessionsNoticeKind.Renamed, found.Reference);
                    return new SeeOther(SessionPlaces.Of(found.Reference));
                case RenameOutcome.Missing:
                    return new SeeOther(SessionPlaces.Of(found.Reference)); // it ended just now, and the page says so
                case var problem:
                    return NamePage(context, found, person, name, problem);
            }
        }, cancellationToken);

    private static async Task<IResult> FindDeviceAsync(HttpContext context, string? device, AccountSessionList sessions, AccountTokens tokens, CancellationToken cancellationToken)
    {
        // The server leaves %2F as it is, since a slash would be another path. No device id of ours has a percent sign of its own.
        var person = context.User.GetPerson()!;
        var deviceId = Uri.UnescapeDataString(device ?? "");
        return deviceId.Length == 0 ? new SeeOther(SessionPlaces.List)
            : await sessions.FindDeviceAsync(person.UserId, deviceId, cancellationToken) is { } reference ? new SeeOther(SessionPlaces.Of(reference))
            : await tokens.HasDeviceAsync(person.UserId, deviceId, cancellationToken) ? new SeeOther(TokenPlaces.List)
            : Missing(context, person, StatusCodes.Status200OK, deviceId); // an app may know of a device that is gone: nothing is wrong with the address
    }

    private static async Task<IResult> ShowClientAsync(HttpContext context, string client, ClientDirectory clients, CancellationToken cancellationToken) =>
        Ulid.TryDecode(client, out var id) && await clients.FindStoredAsync(id, cancellationToken) is { } found
            ? PageResult.Of<ClientPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, Client = found })
            : ErrorPages.Page(context, StatusCodes.Status404NotFound);

    /// <summary>Whatever is wrong with it: a session that is not there.</summary>
    private static async Task<IResult> WithSessionAsync(
        HttpContext context, string session, AccountSessionList sessions, Func<AccountSession, SignedInPerson, Task<IResult>> show, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return SessionReference.TryParse(session, out var reference) && await sessions.FindAsync(person.UserId, reference, cancellationToken) is { } found
            ? await show(found, person)
            : Missing(context, person);
    }

    private static bool CanHaveName(AccountSession session) => session is { Kind: not AccountSessionKind.Browser, FinishedAt: null };

    private static IResult Missing(HttpContext context, SignedInPerson person, int status = StatusCodes.Status404NotFound, string? deviceId = null) =>
        PageResult.Of<SessionMissingPage>(context, status, new { Page = PageContext.Of(context), Person = person, DeviceId = deviceId });

    private static IResult NamePage(HttpContext context, AccountSession session, SignedInPerson person, string name, RenameOutcome? problem) =>
        PageResult.Of<RenamePage>(context, new { Page = PageContext.Of(context), Person = person, Session = session, Name = name, Problem = problem });
}
