namespace Portal.Identity.Captcha;

/// <summary>What keeps programs from registering (<c>Portal:Captcha</c>; policy contract, section 7).</summary>
public sealed class CaptchaOptions
{
    public const string Section = "Portal:Captcha";

    /// <summary>Default: none.</summary>
    public CaptchaService Service { get; init; }

    /// <summary>What a third party knows this site by; public.</summary>
    public string? SiteKey { get; init; }

    /// <summary>What this site proves itself with to a third party.</summary>
    public string? SecretKey { get; init; }

    /// <summary>A file that holds <see cref="SecretKey"/>; white space around it is ignored.</summary>
    public string? SecretKeyFile { get; init; }

    /// <summary>With <see cref="CaptchaService.ProofOfWork"/>: 2 to this power is how many hashes a browser computes on average. Default 17, a second or less; 8 to 24.</summary>
    public int Difficulty { get; init; } = 17;
}
