namespace Portal.Components.Devices;

/// <summary>What a session runs on, as far as it told us.</summary>
public enum DeviceKind
{
    Unknown,
    Phone,
    Tablet,
    Computer,
    Browser,
}
