using Portal.Identity.Homeserver;
using Portal.Identity.Sessions;

namespace Portal.Texts;

/// <summary>Names new devices in the language of the page on which they were allowed.</summary>
internal sealed class DeviceNaming(TextCatalog catalog) : IDeviceNaming
{
    public string NameOf(string app, DeviceName device, string language)
    {
        var texts = catalog.For([language]);
        return texts["device.on", app, texts.Join(device.Name, device.Os) ?? texts["device.unknown"]];
    }
}
