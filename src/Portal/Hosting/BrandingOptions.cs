namespace Portal.Hosting;

/// <summary>Who runs the service, in words (<c>Portal:Branding</c>).</summary>
public sealed class BrandingOptions
{
    public const string Section = "Portal:Branding";

    /// <summary>As people know it. Default: the server name.</summary>
    public string? ServiceName { get; set; }

    /// <summary>The privacy policy, for the footer and mails.</summary>
    public Uri? PolicyUri { get; set; }

    /// <summary>The terms; with them, registration asks for a tick.</summary>
    public Uri? TosUri { get; set; }

    /// <summary>Who runs it, one line.</summary>
    public string? Imprint { get; set; }
}
