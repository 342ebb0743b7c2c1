using Microsoft.Net.Http.Headers;
using Portal.Identity.Protocol;

namespace Portal.OAuth;

/// <summary>Reads what a client sends, before anybody looks at what it means.</summary>
internal static class OAuthRequests
{
    /// <summary>The form body; an empty form if there is none, <c>invalid_request</c> if it is malformed or repeats a parameter.</summary>
    public static async Task<OAuthResult<OAuthForm>> ReadOAuthFormAsync(this HttpRequest request)
    {
        if (request.ContentLength is null or 0 && !request.HasFormContentType)
        {
            return OAuthForm.Empty;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return OAuthError.InvalidRequest("The body must be application/x-www-form-urlencoded.");
        }

        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return OAuthForm.Read(form.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value)));
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException) // not supported: charset=utf-7
        {
            return OAuthError.InvalidRequest("The form cannot be read.");
        }
    }

    /// <summary>The <c>Authorization</c> header; none if it is absent.</summary>
    public static string? Authorization(this HttpRequest request) =>
        request.Headers.Authorization is { Count: > 0 } header ? header.ToString() : null;
}
