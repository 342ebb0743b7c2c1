namespace Portal.Identity.Captcha;

/// <summary>A third party that tells people from programs (policy contract, section 7).</summary>
/// <param name="Script">What its page part is loaded from.</param>
/// <param name="Widget">The class of the element that its script fills.</param>
/// <param name="Field">The form field in which its answer comes.</param>
/// <param name="CheckAddress">Where an answer is checked.</param>
/// <param name="Scripts">From where its scripts may come, in the words of a Content-Security-Policy.</param>
/// <param name="Frames">From where its frames may come.</param>
/// <param name="Others">From where its styles may come and where its scripts may connect to; empty if nowhere.</param>
public sealed record CaptchaProvider(CaptchaService Service, string Script, string Widget, string Field, string CheckAddress, string Scripts, string Frames, string Others)
{
    private static readonly CaptchaProvider[] All =
    [
        new(
            CaptchaService.RecaptchaV2, "https://www.recaptcha.net/recaptcha/api.js", "g-recaptcha", "g-recaptcha-response", "https://www.recaptcha.net/recaptcha/api/siteverify",
            Scripts: "https://www.recaptcha.net/recaptcha/ https://www.gstatic.com/recaptcha/", Frames: "https://www.recaptcha.net/recaptcha/", Others: ""),
        new(
            CaptchaService.CloudflareTurnstile, "https://challenges.cloudflare.com/turnstile/v0/api.js", "cf-turnstile", "cf-turnstile-response",
            "https://challenges.cloudflare.com/turnstile/v0/siteverify", Scripts: "https://challenges.cloudflare.com", Frames: "https://challenges.cloudflare.com", Others: ""),
        new(
            CaptchaService.HCaptcha, "https://js.hcaptcha.com/1/api.js?recaptchacompat=off", "h-captcha", "h-captcha-response", "https://api.hcaptcha.com/siteverify",
            Scripts: "https://hcaptcha.com https://*.hcaptcha.com", Frames: "https://hcaptcha.com https://*.hcaptcha.com", Others: "https://hcaptcha.com https://*.hcaptcha.com"),
    ];

    /// <summary>Every field in which an answer can come, our own included.</summary>
    public static IReadOnlyList<string> Fields { get; } = [ProofOfWork.Field, .. All.Select(provider => provider.Field)];

    /// <summary>None for what needs no third party.</summary>
    public static CaptchaProvider? Of(CaptchaService service) => Array.Find(All, provider => provider.Service == service);
}
