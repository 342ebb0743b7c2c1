namespace Portal.Hosting;

/// <summary>303: go there next, with a GET. Never 307, which would send a form, and the password in it, along.</summary>
/// <param name="location">A path of ours without the prefix, or a client's absolute redirect URI with the answer in it.</param>
internal sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location.StartsWith('/') ? httpContext.Request.PathBase + location : location;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
