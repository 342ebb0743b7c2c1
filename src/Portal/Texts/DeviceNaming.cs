using Portal.Identity.Homeserver;
using Portal.Identity.Sessions;
using Portal.Theme;

namespace Portal.Texts;

/// <summary>Names new devices in the language of the page on which they were allowed.</summary>
internal sealed class DeviceNaming(Themes themes) : IDeviceNaming
{
    public string NameOf(string app, DeviceName device, string language)
    {
        var texts = themes.Main.Texts.For([language]);
        return texts["device.on", app, texts.Join(device.Name, device.Os) ?? texts["device.unknown"]];
    }
}
