using Microsoft.AspNetCore.Antiforgery;
using Portal.Hosting;
using Portal.Layout;
using Portal.Pages.Errors;

namespace Portal.Pages;

/// <summary>Guards every form of ours: what another site sends is refused, and a page that was open too long is offered again.</summary>
internal sealed class FlowForms(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return await next(context);
        }

        if (!await IsFormAsync(http.Request))
        {
            return ErrorPages.Page(http, StatusCodes.Status400BadRequest);
        }

        if (await antiforgery.IsRequestValidAsync(http))
        {
            return await next(context);
        }

        if (IsOurs(http.Request) && http.User.GetPerson() is null && http.GetEndpoint()?.Metadata.GetMetadata<DoneWhenSignedOut>() is not null)
        {
            return await next(context);
        }

        // Only to a form that was really ours: offering a stranger's form again would make the person send it.
        return IsOurs(http.Request)
            ? PageResult.Of<StaleFormPage>(http, StatusCodes.Status400BadRequest, new { Page = PageContext.Of(http), Fields = await FieldsToSendAgainAsync(http) })
            : ErrorPages.Page(http, StatusCodes.Status400BadRequest);
    }

    private static async Task<List<KeyValuePair<string, string>>?> FieldsToSendAgainAsync(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<AskAgainWhenOld>() is null ? await FieldsAsync(http.Request) : null;

    // Read here and not by the antiforgery check, which calls every form that cannot be read a fault.
    private static async Task<bool> IsFormAsync(HttpRequest request)
    {
        try
        {
            return request.HasFormContentType && await request.ReadFormAsync(request.HttpContext.RequestAborted) is not null;
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException)) // not supported: charset=utf-7
        {
            return false;
        }
    }

    // Origin cannot tell: browsers send "null" from pages that have Referrer-Policy: no-referrer, as all of ours do.
    private static bool IsOurs(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == "same-origin";

    /// <summary>What was typed, to be sent again; passwords and the old token are left out.</summary>
    private static async Task<List<KeyValuePair<string, string>>> FieldsAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        return [.. form
            .Where(field => !field.Key.Contains("password", StringComparison.OrdinalIgnoreCase) && field.Key != PageServices.AntiforgeryField)
            .SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""))];
    }
}
