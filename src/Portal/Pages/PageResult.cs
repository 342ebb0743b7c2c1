using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Portal.Pages;

/// <summary>A page as the answer of an endpoint: rendered once, on the server, never stored by a cache.</summary>
internal static class PageResult
{
    /// <param name="parameters">Names and values of the component's parameters.</param>
    public static IResult Of<TPage>(HttpContext context, int status, object parameters)
        where TPage : IComponent
    {
        context.Response.Headers.CacheControl = "no-cache, no-store"; // the words that antiforgery wants to see
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    public static IResult Of<TPage>(HttpContext context, object parameters)
        where TPage : IComponent => Of<TPage>(context, StatusCodes.Status200OK, parameters);
}
