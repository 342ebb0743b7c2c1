using Portal.Hosting;
using Portal.Identity.Logout;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.OAuth;
using Portal.Pages.Account;

namespace Portal.Pages.SignOut;

/// <summary><c>/end-session</c>: an app asks to sign the person out of this browser (OpenID Connect RP-Initiated Logout 1.0). The person decides.</summary>
internal static class EndSessionEndpoints
{
    private const string Path = "/end-session";

    private static readonly string[] Parameters = ["id_token_hint", "client_id", "post_logout_redirect_uri", "state"];

    public static void MapEndSession(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync);
        routes.MapPost($"{Path}/confirm", ConfirmAsync).WithMetadata(new DoneWhenSignedOut());
    }

    /// <summary>The same by post, from the app's site.</summary>
    public static void MapPostedEndSession(this IEndpointRouteBuilder routes) => routes.MapPost(Path, (Delegate)TakeFormAsync).DisableAntiforgery(); // the form is another site's, and decides nothing

    private static async Task<IResult> TakeFormAsync(HttpContext context)
    {
        var address = await context.Request.ReadAsAddressAsync(Path);
        return address.Succeeded ? new SeeOther(address.Value) : Refuse(context, new LogoutDecision.Refused(address.Error.Description));
    }

    private static Task<IResult> ShowAsync(HttpContext context, LogoutRequests requests, CancellationToken cancellationToken)
    {
        var form = OAuthForm.Read(context.Request.Query.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value)));
        return WithAcceptedAsync(context, form, requests, accepted => Task.FromResult(context.User.GetPerson() is { } person ? Ask(context, form.Value!, accepted, person) : Leave(context, accepted, accepted.IsAssured)), cancellationToken);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, LogoutRequests requests, BrowserSessions sessions, CancellationToken cancellationToken)
    {
        var posted = await context.Request.ReadFormAsync(cancellationToken);
        var form = OAuthForm.Read(posted.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value)));
        return await WithAcceptedAsync(
            context,
            form,
            requests,
            async accepted =>
            {
                if (context.User.GetPerson() is { } person)
                {
                    await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
                }

                BrowserSessionHandler.DeleteCookie(context);
                return Leave(context, accepted, goOn: true);
            },
            cancellationToken);
    }

    private static async Task<IResult> WithAcceptedAsync(
        HttpContext context, OAuthResult<OAuthForm> form, LogoutRequests requests, Func<LogoutDecision.Accepted, Task<IResult>> goOn, CancellationToken cancellationToken) =>
        await requests.JudgeAsync(form, context.GetRequester(), cancellationToken) switch
        {
            LogoutDecision.Accepted accepted => await goOn(accepted),
            LogoutDecision.Refused refused => Refuse(context, refused),
            _ => throw new InvalidOperationException("A request to sign out is accepted or refused."),
        };

    private static IResult Ask(HttpContext context, OAuthForm form, LogoutDecision.Accepted accepted, SignedInPerson person)
    {
        if (accepted.Return is { } target)
        {
            context.AllowFormTarget(target);
        }

        var (page, app) = (PageContext.Of(context), AppOf(accepted));
        return PageResult.Of<EndSessionPage>(context, new
        {
            Page = page,
            View = new EndSessionView(
                app,
                accepted.Return is null ? null : app?.OtherReturnHost,
                page.Brand.UserIdOf(person.Username),
                [.. Parameters.Where(name => form[name] is not null).Select(name => KeyValuePair.Create(name, form[name]!))]),
        });
    }

    /// <param name="goOn">Whether the browser is sent on without a word; else the person sees where it would go, and decides: nobody shall borrow our address for theirs.</param>
    private static IResult Leave(HttpContext context, LogoutDecision.Accepted accepted, bool goOn)
    {
        if (accepted.Return is { } target && goOn)
        {
            return new SeeOther(target);
        }

        return MessageResult.Of(context, page => new Message(page.Texts["end-session.done-title"], page.Texts["end-session.done-lead"])
        {
            Icon = Components.Icons.IconName.Check,
            Actions = accepted.Return is { } back
                ? [new(back, page.Texts["end-session.continue", PlaceOf(back)])]
                : [new(page.To("/login"), page.Texts["end-session.sign-in"])],
        });
    }

    private static IResult Refuse(HttpContext context, LogoutDecision.Refused refused) => MessageResult.Of(context, StatusCodes.Status400BadRequest, page => new Message(page.Texts["end-session.refused-title"], page.Texts["end-session.refused-lead"])
    {
        Icon = Components.Icons.IconName.Broken,
        Actions = [new(page.To(AccountPlaces.Home), page.Texts["error.home"])],
        Details = (page.Texts["authorize.details"], [refused.Sentence]),
    });

    // The target itself, whatever the app says of its home.
    private static string PlaceOf(string target) => new Uri(target) is { Authority.Length: > 0 } uri ? uri.Authority : new Uri(target).Scheme;

    private static AppIdentity? AppOf(LogoutDecision.Accepted accepted) => accepted.Client is { } client && (accepted.Return ?? client.RedirectUris.FirstOrDefault()) is { } address
        ? AppIdentity.Of(client, address)
        : null;
}
