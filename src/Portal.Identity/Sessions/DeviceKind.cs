namespace Portal.Identity.Sessions;

/// <summary>What a device looks like, for its icon.</summary>
public enum DeviceKind
{
    Unknown,
    Computer,
    Mobile,
    Tablet,
}
