using Portal.Identity.Sessions;

namespace Portal.Identity.Homeserver;

/// <summary>Puts into words what the person's other devices, and people they talk with, see of a new device.</summary>
public interface IDeviceNaming
{
    /// <summary>"<c>app</c> on <c>device</c>" (flows contract, section 9.7), of any length.</summary>
    /// <param name="app">The name of the app, else its id.</param>
    /// <param name="device">From <see cref="DeviceNames.App"/>.</param>
    /// <param name="language">A BCP 47 tag; English stands in for a language that has no texts.</param>
    string NameOf(string app, DeviceName device, string language);
}
