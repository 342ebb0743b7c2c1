using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Identity.Devices;
using Portal.Identity.Policy;
using Portal.Pages.Consent;
using Portal.Pages.Devices;
using Portal.Texts;

namespace Portal.Gallery.States;

/// <summary>Letting a device in that has no browser of its own.</summary>
internal static class DeviceStates
{
    public static GalleryArea Area { get; } = new("device", "Link a device",
    [
        Link("link", "The code of a device", new()),
        Link("link.missing", "No code", new() { Error = "link.missing" }),
        Link("link.unknown", "Code not known", new() { Code = "BBBBBB", Error = "link.unknown" }),
        PageState.Says("link.limited", "Too many codes", sample => new(sample.T["error.429-title"], sample.T["link.limited-lead", sample.T.Duration(Sample.Wait)])
        {
            Icon = IconName.Clock,
            Actions = [new(sample.Page.To("/login"), sample.T["link.sign-in"])],
        }),
        Device("device", "Let a device in", view => view),
        Device("device.new", "A new app", view => view with { IsNew = true }),
        Device("device.tick-missing", "Not ticked", view => view with { TickMissing = true }),
        Device("device.dangerous", "Power over others", view => view with { Dangerous = ["consent.right.synapse-admin"] }),
        Device("device.dangerous-missing", "Power over others, not ticked", view => view with { Dangerous = ["consent.right.synapse-admin"], DangerousTickMissing = true, TickMissing = true }),
        Device("device.unknown", "Nothing known of it", view => view with { Icon = IconName.Unknown, UserAgent = null, Address = null }),
        Device("device.long-names", "Long names", view => view with { App = Sample.LongApp, AccountName = Sample.LongName }),
        PageState.Of<DeviceRefusedPage>("device.refused", "Asks for more than it may have", sample => new { sample.Page, Sample.App, Objections = (GrantObjection[])[new("only people who may administer the homeserver may allow \"urn:synapse:admin:*\"")] }),
        PageState.Of<DeviceLimitPage>("device.device-limit", "Too many devices", sample => new { sample.Page, Sample.App, ToRemove = 1, CancelAction = "reject", CancelText = sample.T["device.refused-end"] }),
        Said("device.granted", "Allowed", IconName.Check, Tone.Success, "/account/sessions", "device.see-sessions"),
        Said("device.denied", "Gets nothing", IconName.Cross, Tone.Info, "/account/sessions", "device.see-sessions"),
        Said("device.reported", "Not started by the person", IconName.Shield, Tone.Success, "/account/sessions", "device.see-sessions"),
        Said("device.expired", "Code expired", IconName.Clock, Tone.Info, "/link", "device.another-code"),
        Said("device.not-known", "Device not known", IconName.Broken, Tone.Info, "/link", "device.another-code"),
    ]);

    private static PageState Link(string id, string title, LinkView view) => PageState.Of<LinkPage>(id, title, sample => new { sample.Page, View = view });

    private static PageState Device(string id, string title, Func<DeviceView, DeviceView> change) => PageState.Of<DevicePage>(id, title, sample => new
    {
        sample.Page,
        View = change(new DeviceView
        {
            App = Sample.App,
            UserId = sample.UserId,
            AccountName = sample.Person.Name,
            Code = "K3M 9P7",
            Icon = IconName.Phone,
            Device = "Element X, Google Pixel 8",
            UserAgent = Sample.Phone,
            Address = "203.0.113.7",
            At = sample.Ago(minutes: 2),
            AtText = sample.T.Ago(sample.Ago(minutes: 2), sample.Now),
            Can = ["consent.right.identity", "consent.right.messages", "consent.right.profile", "consent.right.rooms"],
            Dangerous = [],
        }),
    });

    private static PageState Said(string text, string title, IconName icon, Tone tone, string href, string action) =>
        PageState.Says(text, title, sample => new(sample.T[$"{text}-title"], sample.T[$"{text}-lead", sample.T.Duration(DeviceCodeGrant.Lifetime)])
        {
            Icon = icon,
            Tone = tone,
            Actions = [new(sample.Page.To(href), sample.T[action])],
        });
}
