namespace Portal.Identity.Captcha;

/// <summary>What tells people from programs at the registration form.</summary>
public enum CaptchaService
{
    None,

    /// <summary>Our own: the browser works for a moment while the person fills in the form. No puzzle, no third party.</summary>
    ProofOfWork,

    RecaptchaV2,

    CloudflareTurnstile,

    HCaptcha,
}
