using Portal.Hosting;
using Portal.Identity.Captcha;

namespace Portal.Pages.Register;

/// <summary>What the form shows to tell people from programs; a new challenge each time.</summary>
public sealed record CaptchaView(CaptchaProvider? Provider, string? SiteKey, string? Challenge, int Bits)
{
    /// <summary>None where nothing is asked. Lets the page load what a third party needs.</summary>
    internal static CaptchaView? For(HttpContext context, CaptchaOptions options, ProofOfWork proofs)
    {
        if (CaptchaProvider.Of(options.Service) is { } provider)
        {
            context.AllowCaptcha(provider);
            return new(provider, options.SiteKey, null, 0);
        }

        return options.Service == CaptchaService.ProofOfWork ? new(null, null, proofs.Issue(), options.Difficulty) : null;
    }
}
