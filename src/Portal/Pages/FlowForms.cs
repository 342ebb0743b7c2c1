using Microsoft.AspNetCore.Antiforgery;
using Portal.Identity.Discovery;
using Portal.Layout;
using Portal.Pages.Errors;

namespace Portal.Pages;

/// <summary>Guards every form of ours: what another site sends is refused, and a page that was open too long is offered again.</summary>
internal sealed class FlowForms(IAntiforgery antiforgery, IssuerAddress address) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return await next(context);
        }

        if (!http.Request.HasFormContentType)
        {
            return ErrorPages.Page(http, StatusCodes.Status400BadRequest);
        }

        if (await antiforgery.IsRequestValidAsync(http))
        {
            return await next(context);
        }

        // Only to a form that was really ours: offering a stranger's form again would make the person send it.
        return IsOurs(http.Request)
            ? PageResult.Of<StaleFormPage>(http, StatusCodes.Status400BadRequest, new { Page = PageContext.Of(http), Fields = await FieldsAsync(http.Request) })
            : ErrorPages.Page(http, StatusCodes.Status400BadRequest);
    }

    private bool IsOurs(HttpRequest request)
    {
        // Our referrer policy makes browsers call the origin of a form "null", as they do for a sandboxed frame; a page cannot forge the first.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site == "same-origin" && (origin == "null" || origin == address.PublicBase.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>What was typed, to be sent again; passwords and the old token are left out.</summary>
    private static async Task<List<KeyValuePair<string, string>>> FieldsAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        return [.. form
            .Where(field => !field.Key.Contains("password", StringComparison.OrdinalIgnoreCase) && field.Key != PageServices.AntiforgeryField)
            .SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""))];
    }
}
