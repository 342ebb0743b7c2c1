using Portal.Components.Icons;
using Portal.Identity.Sessions;
using Portal.Texts;

namespace Portal.Pages.Devices;

/// <summary>What a device says that it is, in words and as a picture.</summary>
internal static class DeviceWords
{
    public static string NameOf(UserAgent agent, TextSet texts) => DeviceNames.App(agent) switch
    {
        { Name: { } what, Os: { } system } => texts["device.on", what, system],
        { Name: { } what } when agent is { Name: { } app, Model: not null } && app != what => texts["device.on", app, what],
        { Name: { } what } => what,
        _ => texts["device.unknown"],
    };

    public static IconName IconOf(UserAgent agent) => agent.Kind switch
    {
        DeviceKind.Mobile => IconName.Phone,
        DeviceKind.Tablet => IconName.Tablet,
        DeviceKind.Computer => IconName.Laptop,
        _ => IconName.Unknown,
    };
}
