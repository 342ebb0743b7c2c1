using Portal.Hosting;
using Portal.Identity.Authorizations;
using Portal.Layout;

namespace Portal.Pages.Consent;

/// <summary>Brings an answer to the client in the way that it asked for (oauth contract, section 4.2).</summary>
internal static class ClientAnswer
{
    public static IResult Of(HttpContext context, AuthorizationResponse response)
    {
        if (response.Return.Mode != ResponseMode.FormPost)
        {
            return new SeeOther(response.Location());
        }

        context.AllowFormTarget(response.Return.RedirectUri);
        return PageResult.Of<FormPostPage>(context, new { Page = PageContext.Of(context), Response = response });
    }
}
