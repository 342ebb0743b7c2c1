using System.Globalization;

namespace Portal.Hosting;

/// <summary>Tells programs what the page tells people: when to try again (RFC 9110 §10.2.3).</summary>
internal static class RetryAfter
{
    /// <param name="wait">Rounded up to whole seconds.</param>
    public static void SetRetryAfter(this HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
