using Portal.Components.Icons;

namespace Portal.Components.Devices;

public static class DeviceKinds
{
    public static IconName Icon(this DeviceKind kind) => kind switch
    {
        DeviceKind.Phone => IconName.Phone,
        DeviceKind.Tablet => IconName.Tablet,
        DeviceKind.Computer => IconName.Laptop,
        DeviceKind.Browser => IconName.Window,
        _ => IconName.Unknown,
    };
}
