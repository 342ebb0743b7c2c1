using Portal.Identity.Devices;
using Portal.Pages.Consent;

namespace Portal.Pages.Devices;

/// <summary>What the person must have ticked before a device is let in.</summary>
/// <param name="DeviceMissing">That the device is theirs and shows the same code.</param>
/// <param name="DangerousMissing">That they want to give power over others.</param>
internal sealed record DeviceTicks(bool DeviceMissing, bool DangerousMissing)
{
    /// <summary>Before the form was sent.</summary>
    public static DeviceTicks NotAsked { get; } = new(false, false);

    public bool AreComplete => !DeviceMissing && !DangerousMissing;

    public static DeviceTicks Read(IFormCollection form, DeviceCodeGrant grant) => new(
        form.Text("confirm_device").Length == 0,
        form.Text("dangerous").Length == 0 && ScopeWords.Dangerous(grant.ReadScope()).Count > 0);
}
