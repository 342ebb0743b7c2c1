using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Authorizations;
using Portal.Identity.Devices;
using Portal.Identity.Protocol;
using Portal.Layout;
using Portal.Pages.Errors;

namespace Portal.Pages.Devices;

/// <summary><c>/link</c>: somebody types the code that a device shows (oauth contract, section 8.2). Nobody needs to be signed in yet.</summary>
internal static class LinkEndpoints
{
    public static void MapLink(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/link", ShowAsync);
        routes.MapPost("/link", EnterAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, UserCodeLookup codes, IOptions<DeviceGrantOptions> options, CancellationToken cancellationToken) =>
        options.Value.DeviceCodeUserCodeAutoFillEnabled && context.Request.Query["code"] is [{ Length: > 0 } code]
            ? await FindAsync(context, codes, code, cancellationToken)
            : Page(context, new LinkView());

    private static async Task<IResult> EnterAsync(HttpContext context, UserCodeLookup codes, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        return form.Text("code").Trim() is { Length: > 0 } code
            ? await FindAsync(context, codes, code, cancellationToken)
            : Page(context, new LinkView { Error = "link.missing" });
    }

    private static async Task<IResult> FindAsync(HttpContext context, UserCodeLookup codes, string code, CancellationToken cancellationToken) =>
        await codes.FindAsync(code, context.User.GetPerson(), context.GetRequester(), cancellationToken) switch
        {
            UserCodeOutcome.Found found => Ask(context, found.GrantId),
            UserCodeOutcome.RateLimited { HelpsToSignIn: true } limited => SuggestSigningIn(context, limited.RetryAfter),
            UserCodeOutcome.RateLimited limited => ErrorPages.TooMany(context, limited.RetryAfter),
            _ => Page(context, new LinkView { Code = code, Error = "link.unknown" }),
        };

    private static IResult SuggestSigningIn(HttpContext context, TimeSpan retryAfter)
    {
        var page = PageContext.Of(context);
        return ErrorPages.TooMany(context, retryAfter, "link.limited-lead", new MessageAction(page.To(Continuation.OfLink().With("/login")), page.Texts["link.sign-in"]));
    }

    private static SeeOther Ask(HttpContext context, Guid grantId)
    {
        context.RequestServices.GetRequiredService<EnteredCodeCookie>().Add(context, grantId);
        return new SeeOther($"/device/{Ulid.Encode(grantId)}");
    }

    private static IResult Page(HttpContext context, LinkView view) => PageResult.Of<LinkPage>(context, new { Page = PageContext.Of(context), View = view });
}
