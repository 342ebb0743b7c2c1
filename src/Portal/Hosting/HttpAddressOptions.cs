namespace Portal.Hosting;

/// <summary>How the world reaches us (<c>Portal:Http</c>).</summary>
internal sealed class HttpAddressOptions
{
    public const string Section = "Portal:Http";

    /// <summary>The public address; every URL is made from it. Required outside development.</summary>
    public string? PublicBase { get; set; }

    /// <summary>The OpenID Connect issuer. Default: the public address.</summary>
    public string? Issuer { get; set; }

    /// <summary>Networks whose <c>X-Forwarded-For</c> is believed. Default: the private ones.</summary>
    public IReadOnlyList<string>? TrustedProxies { get; set; }
}
