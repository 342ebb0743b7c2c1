namespace Portal.Identity.Sessions;

/// <summary>What a user agent header says about itself, for people to recognise a device by. Nothing may depend on its being true.</summary>
/// <param name="Name">Of the browser or app.</param>
/// <param name="Version">Of the browser or app, as it was sent.</param>
/// <param name="OsVersion">Null also where browsers send the same version whatever the system.</param>
/// <param name="Model">Only where it is one that people know the device by.</param>
public sealed record UserAgent(string? Name, string? Version, string? Os, string? OsVersion, string? Model, DeviceKind Kind)
{
    // Real ones have up to about 300 characters; what follows in a longer one is not looked at.
    private const int MaxLength = 1024;

    /// <summary>Of a header that is absent or says nothing.</summary>
    public static UserAgent Unknown { get; } = new(null, null, null, null, null, DeviceKind.Unknown);

    /// <summary>Reads a header, in time proportional to its length. Never fails: what is not understood is null.</summary>
    public static UserAgent Parse(string? header)
    {
        var text = (header ?? "").Trim();
        text = text.Length <= MaxLength ? text : text[..MaxLength];
        return AppUserAgent.TryParse(text) ?? BrowserUserAgent.Parse(UserAgentText.Read(text));
    }
}
