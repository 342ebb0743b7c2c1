using Portal.Components.Icons;
using Portal.Identity.Sessions;
using Portal.Texts;

namespace Portal.Pages.Devices;

/// <summary>What a device says that it is, in words and as a picture.</summary>
internal static class DeviceWords
{
    /// <summary>The app, and on what; a model rather than its system.</summary>
    public static string NameOf(UserAgent agent, TextSet texts) =>
        (agent.Model is { } model && model != agent.Name ? texts.Join(agent.Name, model) : texts.Join(DeviceNames.App(agent))) ?? texts["device.unknown"];

    public static IconName IconOf(UserAgent agent) => agent.Kind switch
    {
        DeviceKind.Mobile => IconName.Phone,
        DeviceKind.Tablet => IconName.Tablet,
        DeviceKind.Computer => IconName.Laptop,
        _ => IconName.Unknown,
    };
}
