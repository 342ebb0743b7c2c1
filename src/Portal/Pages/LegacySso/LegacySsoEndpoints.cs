using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Authorizations;
using Portal.Identity.Legacy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Consent;
using Portal.Pages.Errors;

namespace Portal.Pages.LegacySso;

/// <summary><c>/complete-compat-sso/{login}</c>: the person decides whether an app of the legacy login gets in (compat contract, section 10; flows contract, section 8.4).</summary>
internal static class LegacySsoEndpoints
{
    private const string Path = "/complete-compat-sso/{id}";

    public static void MapLegacySso(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync);
        routes.MapPost(Path, DecideAsync).WithMetadata(new AskAgainWhenOld());
    }

    private static Task<IResult> ShowAsync(HttpContext context, string id, SsoLogins logins, TimeProvider clock, CancellationToken cancellationToken) =>
        WithPendingAsync(context, id, logins, clock, (login, person) => AskAsync(context, logins, login, person, cancellationToken), cancellationToken);

    private static Task<IResult> DecideAsync(HttpContext context, string id, SsoLogins logins, BrowserSessions sessions, TimeProvider clock, CancellationToken cancellationToken) =>
        WithPendingAsync(context, id, logins, clock, async (login, person) =>
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            switch (form.Text("action"))
            {
                case "allow":
                    return await logins.AllowAsync(login.Id, person, context.GetRequester(), cancellationToken) is { } answer
                        ? new SeeOther(answer)
                        : await ShowAsync(context, id, logins, clock, cancellationToken); // decided in another tab, or not allowed any more: the page as it is now says which
                case "cancel":
                    return await logins.RefuseAsync(login.Id, cancellationToken)
                        ? Say(context, StatusCodes.Status200OK, "legacy-sso.cancelled", IconName.Cross, AppIdentity.OfAddress(login.RedirectUri).Name)
                        : await ShowAsync(context, id, logins, clock, cancellationToken);
                case "switch":
                    await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
                    BrowserSessionHandler.DeleteCookie(context);
                    return new SeeOther(Continuation.OfSsoLogin(login.Id).With("/login"));
                default:
                    return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
            }
        }, cancellationToken);

    /// <summary>Is there such a login, is it still open, does it still work, and who is deciding?</summary>
    private static async Task<IResult> WithPendingAsync(
        HttpContext context, string id, SsoLogins logins, TimeProvider clock, Func<SsoLogin, SignedInPerson, Task<IResult>> decide, CancellationToken cancellationToken)
    {
        if (!Ulid.TryDecode(id, out var loginId))
        {
            return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
        }

        if (await logins.FindAsync(loginId, cancellationToken) is not { } login)
        {
            return Say(context, StatusCodes.Status404NotFound, "consent.unknown", IconName.Broken);
        }

        if (!login.IsPending)
        {
            return Say(context, StatusCodes.Status409Conflict, "consent.done", IconName.Check, AppIdentity.OfAddress(login.RedirectUri).Name);
        }

        if (login.HasExpired(clock.GetUtcNow()))
        {
            return Say(context, StatusCodes.Status410Gone, "legacy-sso.expired", IconName.Clock);
        }

        return context.User.GetPerson() is { IsProofVoid: false } person
            ? await decide(login, person)
            : new SeeOther(Continuation.OfSsoLogin(loginId).With(LegacySsoPlaces.SignInPath(context.Request.Query)));
    }

    private static async Task<IResult> AskAsync(HttpContext context, SsoLogins logins, SsoLogin login, SignedInPerson person, CancellationToken cancellationToken)
    {
        var page = PageContext.Of(context);
        var app = AppIdentity.OfAddress(login.RedirectUri);
        context.AllowFormTarget(login.RedirectUri);
        switch (await logins.CheckAsync(person.UserId, context.GetRequester(), cancellationToken))
        {
            case []:
                break;
            case [{ DevicesToRemove: > 0 and var toRemove }]:
                return PageResult.Of<DeviceLimitPage>(context, StatusCodes.Status403Forbidden, new { Page = page, App = app, ToRemove = toRemove, CancelAction = "cancel", CancelText = page.Texts["consent.cancel"] });
            default:
                return Say(context, StatusCodes.Status403Forbidden, "legacy-sso.refused", IconName.Alert, page.Brand.ServiceName);
        }

        return PageResult.Of<LegacySsoPage>(context, new { Page = page, App = app, UserId = page.Brand.UserIdOf(person.Username), AccountName = person.Name });
    }

    private static IResult Say(HttpContext context, int status, string text, IconName icon, string? name = null) => MessageResult.Of(context, status, page => new Message(page.Texts[$"{text}-title"], page.Texts[$"{text}-lead"])
    {
        Name = name,
        Icon = icon,
        Actions = [new(page.To("/"), page.Texts["error.home"])],
    });
}
