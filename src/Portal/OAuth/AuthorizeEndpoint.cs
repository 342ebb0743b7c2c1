using Portal.Hosting;
using Portal.Identity.Authorizations;
using Portal.Identity.Protocol;
using Portal.Pages;
using Portal.Pages.Consent;
using Portal.Pages.Errors;
using Portal.Texts;

namespace Portal.OAuth;

/// <summary><c>GET</c> and <c>POST /authorize</c> (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1): judges the request and leads the person to the page that comes next.</summary>
internal static class AuthorizeEndpoint
{
    private const string Path = "/authorize";

    public static void MapAuthorize(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, HandleAsync);
        routes.MapPost(Path, (Delegate)TakeFormAsync).DisableAntiforgery(); // the form is another site's, and decides nothing
    }

    private static async Task<IResult> HandleAsync(HttpContext context, AuthorizationService authorizations, CancellationToken cancellationToken)
    {
        var form = OAuthForm.Read(context.Request.Query.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value)));
        return await authorizations.RequestAsync(form, wishes => context.PreferLanguages(wishes).Language, context.User.GetPerson(), context.GetRequester(), cancellationToken) switch
        {
            AuthorizationOutcome.Pending pending => new SeeOther(NextPage(context, pending)),
            AuthorizationOutcome.Answered answered => ClientAnswer.Of(context, answered.Response),
            AuthorizationOutcome.RateLimited limited => ErrorPages.TooMany(context, limited.RetryAfter),
            AuthorizationOutcome.RefusedOnPage page => Refuse(context, page.Refusal),
            _ => throw new InvalidOperationException("An authorization request is pending, answered, refused or one too many."),
        };
    }

    private static async Task<IResult> TakeFormAsync(HttpContext context)
    {
        var address = await context.Request.ReadAsAddressAsync(Path);
        return address.Succeeded ? new SeeOther(address.Value) : Refuse(context, new(AuthorizationRefusal.MalformedParameter, address.Error.Description));
    }

    private static string NextPage(HttpContext context, AuthorizationOutcome.Pending pending)
    {
        var continuation = Continuation.OfGrant(pending.Grant.Id);
        return context.User.GetPerson() is not null ? (pending.WantsAccountChoice ? continuation.With("/select-account") : continuation.ToPath())
            : pending.WantsRegistration ? continuation.With("/register")
            : continuation.With("/login");
    }

    private static IResult Refuse(HttpContext context, AuthorizationDecision.RefusedOnPage refusal) => MessageResult.Of(context, StatusCodes.Status400BadRequest, page => new Message(page.Texts["authorize.title"], page.Texts["authorize.lead"])
    {
        Icon = Components.Icons.IconName.Broken,
        Details = (page.Texts["authorize.details"], [refusal.Sentence]),
    });
}
