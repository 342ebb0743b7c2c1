using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Portal.Mail;
using Portal.Pages.Errors;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>A mail in one of its states: as HTML, or with <c>?part=text</c> the other part of it.</summary>
internal static class GalleryMails
{
    public static async Task<IResult> ShowAsync(HttpContext context)
    {
        if (GalleryCatalog.Find<MailState>((string)context.GetRouteValue("id")!) is not { } state)
        {
            return ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }

        GalleryPolicy.LetMailBeFramed(context);
        context.Response.Headers.CacheControl = "no-store";
        var look = GalleryLook.Of(context);
        var content = state.Content(GallerySamples.Of(context, look, "/"));
        if (context.Request.Query["part"] is ["text"])
        {
            return Results.Text(content.ToText(), "text/plain; charset=utf-8");
        }

        var renderer = context.RequestServices.GetRequiredService<HtmlRenderer>();
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(MailLayout.Content)] = content });
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(state.Component, parameters)).ToHtmlString());
        return Results.Text(WithScheme(WithLogo(html, content.Brand.Logo), look.Scheme), "text/html; charset=utf-8");
    }

    private static string WithLogo(string html, MailPicture? logo) =>
        logo is null ? html : html.Replace("cid:" + MailPicture.ContentId, "data:image/png;base64," + Convert.ToBase64String(logo.Png), StringComparison.Ordinal);

    // A mail asks what the system prefers, and nobody else.
    private static string WithScheme(string html, string? scheme) => scheme switch
    {
        TokenContract.Dark => html.Replace("(prefers-color-scheme: dark)", "all", StringComparison.Ordinal),
        TokenContract.Light => html.Replace("(prefers-color-scheme: dark)", "not all", StringComparison.Ordinal),
        _ => html,
    };
}
