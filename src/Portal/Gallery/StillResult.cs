using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Gallery;

/// <summary>A page that takes no focus and sends nothing by itself, for a frame: the page around it would jump there.</summary>
internal sealed partial class StillResult(IResult page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = httpContext.Response.Body;
        await using var drawn = new MemoryStream();
        httpContext.Response.Body = drawn;
        try
        {
            await page.ExecuteAsync(httpContext);
        }
        finally
        {
            httpContext.Response.Body = body;
        }

        await httpContext.Response.WriteAsync(Restless().Replace(Encoding.UTF8.GetString(drawn.ToArray()), ""), httpContext.RequestAborted);
    }

    // Only inside a tag: text holds no bracket that is not written in another way.
    [GeneratedRegex("""(?<=<[^<>]*) (autofocus|data-focus|data-send|data-autofill)(="")?(?=[ >])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Restless();
}
