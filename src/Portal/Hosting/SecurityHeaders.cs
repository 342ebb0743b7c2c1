using System.Security.Cryptography;
using Portal.Identity.Captcha;

namespace Portal.Hosting;

/// <summary>What every answer tells the browser: run only our own scripts and styles, frame us nowhere, send our addresses to nobody.</summary>
internal static class SecurityHeaders
{
    private const int NonceLength = 16;
    private static readonly object FormTargetKey = new();
    private static readonly object NonceKey = new();
    private static readonly object CaptchaKey = new();
    private static readonly string PolicyWithoutScripts = PolicyWith(null, null, null);

    /// <summary>What the scripts of this page, and only of this answer, carry: anything else in it is not run.</summary>
    public static string GetScriptNonce(this HttpContext context)
    {
        if (context.Items[NonceKey] is not string nonce)
        {
            context.Items[NonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceLength));
        }

        return nonce;
    }

    /// <summary>Allows the form of this page to end at a client: browsers apply <c>form-action</c> to the redirects after a post too.</summary>
    /// <param name="redirectUri">The client's registered redirect URI; only its origin, or its scheme, is named.</param>
    public static void AllowFormTarget(this HttpContext context, string redirectUri)
    {
        var uri = new Uri(redirectUri);
        var isNamed = uri.Scheme is "http" or "https" && uri.HostNameType != UriHostNameType.IPv6; // the policy has no words for such a host
        context.Items[FormTargetKey] = isNamed ? uri.GetLeftPart(UriPartial.Authority) : $"{uri.Scheme}:";
    }

    /// <summary>Lets this page, and no other, load what a third party needs to tell people from programs.</summary>
    public static void AllowCaptcha(this HttpContext context, CaptchaProvider provider) => context.Items[CaptchaKey] = provider;

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, Installation installation)
    {
        var isHttps = installation.Address.PublicBase.Scheme == "https";
        return app.Use((context, next) =>
        {
            context.Response.OnStarting(static state =>
            {
                var (context, isHttps) = ((HttpContext, bool))state;
                Apply(context, isHttps);
                return Task.CompletedTask;
            }, (context, isHttps));
            return next(context);
        });
    }

    private static void Apply(HttpContext context, bool isHttps)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (headers.XFrameOptions.Count == 0)
        {
            headers.XFrameOptions = "DENY";
        }

        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = PolicyOf(context);
        }

        if (isHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }

    private static string PolicyOf(HttpContext context)
    {
        var (target, nonce, captcha) = (context.Items[FormTargetKey] as string, context.Items[NonceKey] as string, context.Items[CaptchaKey] as CaptchaProvider);
        return target is null && nonce is null ? PolicyWithoutScripts : PolicyWith(target, nonce, captcha);
    }

    private static string PolicyWith(string? formTarget, string? nonce, CaptchaProvider? captcha) =>
        $"default-src 'none'; script-src {(nonce is null ? "'none'" : $"'nonce-{nonce}'")}{And(captcha?.Scripts)}; style-src 'self'{And(captcha?.Others)}; img-src 'self' data:; font-src 'self'; " +
        $"connect-src 'self'{And(captcha?.Others)}; {(captcha is null ? "" : $"frame-src {captcha.Frames}; ")}" +
        $"manifest-src 'self'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'{And(formTarget)}";

    private static string And(string? source) => string.IsNullOrEmpty(source) ? "" : " " + source;
}
