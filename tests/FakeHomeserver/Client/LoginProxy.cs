using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>The operator's proxy in front of the homeserver: the Matrix login of before OAuth goes to the portal, everything else to Synapse (compat contract, section 1).</summary>
internal static partial class LoginProxy
{
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase) { "Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Upgrade" };

    public static bool IsMeant(string path) => Paths().IsMatch(path);

    /// <param name="target">Path and query, as they came over the wire.</param>
    public static async Task ForwardAsync(HttpContext context, PortalConnection portal, string target, CancellationToken cancellationToken)
    {
        using var request = RequestOf(context);
        try
        {
            using var response = await portal.SendAsync(request, target, cancellationToken);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key)))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await response.Content.CopyToAsync(context.Response.Body, cancellationToken);
        }
        catch (HttpRequestException)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }

    private static HttpRequestMessage RequestOf(HttpContext context)
    {
        var request = new HttpRequestMessage
        {
            Method = new HttpMethod(context.Request.Method),
            Content = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true ? new StreamContent(context.Request.Body) : null,
        };
        foreach (var (name, values) in context.Request.Headers.Where(header => !OfTheConnection.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Headers.Remove("X-Forwarded-For");
        request.Headers.Add("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
        return request;
    }

    [GeneratedRegex("^/_matrix/client/[^/]+/(login|logout|refresh)(/.*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Paths();
}
