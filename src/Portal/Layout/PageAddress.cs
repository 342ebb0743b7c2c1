using Portal.Identity.Protocol;
using Portal.Pages;

namespace Portal.Layout;

/// <summary>How a page can be opened again, with nothing in it that somebody else chose: links of the page repeat it, and pages can hold secrets and lies in their addresses.</summary>
internal static class PageAddress
{
    /// <summary>The path of the page and what is to be resumed after it, as parameters of a query; <c>return=/</c> where the address is not one of ours in every part.</summary>
    public static string ReturnOf(HttpContext context)
    {
        var isOurs = context.GetEndpoint() is RouteEndpoint endpoint
            && endpoint.RoutePattern.Parameters.All(parameter => context.GetRouteValue(parameter.Name) is string value && IsId(value));
        return isOurs
            ? $"return={context.Request.Path.ToUriComponent()}{(context.Request.GetContinuation() is { } continuation ? "&" + continuation.ToQuery() : "")}"
            : "return=/";
    }

    private static bool IsId(string value) => Ulid.TryDecode(value.Split(':', 2)[^1], out _) && value.Split(':')[0].All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
