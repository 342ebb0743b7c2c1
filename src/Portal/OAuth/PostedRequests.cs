using Microsoft.AspNetCore.WebUtilities;
using Portal.Identity.Protocol;

namespace Portal.OAuth;

/// <summary>Forms that sites of apps post to pages of ours: a browser keeps the session cookie back from them, but not from the GET that they are turned into.</summary>
internal static class PostedRequests
{
    // In characters. Servers and proxies take request lines of 8 KiB, which hold more than the address.
    private const int LongestAddress = 7 * 1024;

    /// <summary>The same request as an address; <c>invalid_request</c> if the form cannot be read or is too long for one.</summary>
    /// <param name="path">Of ours, beginning with a slash.</param>
    public static async Task<OAuthResult<string>> ReadAsAddressAsync(this HttpRequest request, string path)
    {
        var form = await request.ReadOAuthFormAsync();
        if (!form.Succeeded)
        {
            return form.Error;
        }

        var address = QueryHelpers.AddQueryString(path, form.Value.Parameters.Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value)));
        return address.Length <= LongestAddress ? address : OAuthError.InvalidRequest("The request is longer than an address can be.");
    }
}
