namespace Portal.Identity.Devices;

/// <summary>How devices without a browser of their own get access (<c>Portal:OAuth</c>, RFC 8628).</summary>
public sealed class DeviceGrantOptions
{
    public const string Section = "Portal:OAuth";

    /// <summary>Whether there is a device authorization grant at all. Default: yes.</summary>
    public bool DeviceCodeGrantEnabled { get; set; } = true;

    /// <summary>Whether devices may show an address that holds the code (RFC 8628 §3.3.1). Default: no, because it saves a deceiver the trouble of having the code typed (§5.4).</summary>
    public bool DeviceCodeUserCodeAutoFillEnabled { get; set; }
}
