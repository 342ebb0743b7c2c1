using Portal.Hosting;

namespace Portal.Gallery;

/// <summary>What browsers let the gallery do: its own pages may frame this site, and what they frame can send, fetch and leave nothing.</summary>
internal static class GalleryPolicy
{
    /// <summary>For the gallery's own pages. They may be framed nowhere, as all others.</summary>
    public static void LetItFrame(HttpContext context) => context.Response.Headers.ContentSecurityPolicy =
        $"default-src 'none'; script-src 'nonce-{context.GetScriptNonce()}'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>For a page in one of its states: its scripts run, and nothing that they do reaches anybody.</summary>
    public static void LetItBeFramed(HttpContext context) => Set(
        context, $"default-src 'none'; script-src 'nonce-{context.GetScriptNonce()}'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; frame-ancestors 'self'; form-action 'none'");

    /// <summary>For a mail, as a mail program shows it: with its own styles, without any script.</summary>
    public static void LetMailBeFramed(HttpContext context) => Set(context, "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");

    private static void Set(HttpContext context, string policy)
    {
        context.Response.Headers.ContentSecurityPolicy = policy;
        context.Response.Headers.XFrameOptions = "SAMEORIGIN"; // for browsers that do not know frame-ancestors
    }
}
