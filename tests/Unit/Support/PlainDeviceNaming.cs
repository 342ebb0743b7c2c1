using Portal.Identity.Homeserver;
using Portal.Identity.Sessions;

namespace Portal.Tests.Unit.Support;

/// <summary>Names without the texts of the application.</summary>
internal sealed class PlainDeviceNaming : IDeviceNaming
{
    public string NameOf(string app, DeviceName device, string language) => $"{app} on {device.Name ?? "something"} ({language})";
}
