using Portal.Components.Icons;
using Portal.Identity.Authorizations;
using Portal.Identity.Policy;
using Portal.Layout;
using Portal.Pages.Consent;
using Portal.Pages.LegacySso;

namespace Portal.Gallery.States;

/// <summary>Deciding what an app gets.</summary>
internal static class ConsentStates
{
    private static readonly string[] Can = ["consent.right.identity", "consent.right.messages", "consent.right.profile", "consent.right.rooms"];
    private static readonly string[] Cannot = ["consent.no.password", "consent.no.sign-in"];
    private static readonly string[] Power = ["consent.right.synapse-admin", "consent.right.admin"];
    private static readonly GrantObjection[] Objections = [new("only people who may administer the homeserver may allow \"urn:synapse:admin:*\"")];

    public static GalleryArea Area { get; } = new("consent", "Apps ask",
    [
        Consent("consent", "Let an app in", sample => new(Sample.AppWithLogo, sample.UserId, sample.Person.Name, Can, [], Cannot, IsNew: false)),
        Consent("consent.new", "A new app", sample => new(Sample.App with { PolicyUri = null, TosUri = null }, sample.UserId, sample.Person.Name, Can, [], Cannot, IsNew: true)),
        Consent("consent.little", "An app that wants little", sample => new(Sample.App with { TosUri = null }, sample.UserId, sample.Person.Name, ["consent.right.identity", "consent.right.name", "consent.right.email"], [], ["consent.no.messages", .. Cannot], IsNew: false)),
        Consent("consent.dangerous", "Power over others", sample => new(Sample.App, sample.UserId, sample.Person.Name, Can, Power, Cannot, IsNew: false)),
        Consent("consent.dangerous-missing", "Power over others, not ticked", sample => new(Sample.App, sample.UserId, sample.Person.Name, Can, Power, Cannot, IsNew: false) { DangerousTickMissing = true }),
        Consent("consent.long-names", "Long names", sample => new(Sample.LongApp, sample.Page.Brand.UserIdOf(sample.LongPerson.Username), sample.LongPerson.Name, Can, Power, Cannot, IsNew: true)),
        Consent("consent.right-to-left-name", "Names from right to left", sample => new(Sample.App with { Name = "محادثة" }, sample.Page.Brand.UserIdOf("layla"), Sample.RightToLeftName, Can, [], Cannot, IsNew: false)),
        PageState.Of<ConsentRefusedPage>("consent.refused", "Asks for more than it may have", sample => new { sample.Page, Sample.App, Objections }),
        PageState.Of<DeviceLimitPage>("consent.device-limit", "Too many devices", sample => new { sample.Page, Sample.App, ToRemove = 2, CancelAction = "cancel", CancelText = sample.T["consent.back-to-app", Sample.App.ReturnHost] }),
        Said("consent.decided", "Decided already", "consent.done", IconName.Check, Sample.App.Name),
        Said("consent.unknown", "Request not known", "consent.unknown", IconName.Broken),
        PageState.Of<FormPostPage>("form-post", "The answer is on its way", sample => new
        {
            sample.Page,
            Response = new AuthorizationResponse(new AuthorizationReturn("https://app.element.example/callback", ResponseMode.FormPost, "sample"), [KeyValuePair.Create("code", "sample")]),
        }),
        PageState.Says("app-asked-wrongly", "The app asked wrongly", sample => new(sample.T["authorize.title"], sample.T["authorize.lead"])
        {
            Icon = IconName.Broken,
            Details = (sample.T["authorize.details"], ["The redirect_uri is not one that the client registered."]),
        }),
        Legacy("legacy-sso", "An app of the legacy login", "https://app.element.example/#/home"),
        Legacy("legacy-sso.native", "The same, on a phone", "im.fluffychat://login/" + new string('a', 200)),
        Said("legacy-sso.cancelled", "Legacy login cancelled", "legacy-sso.cancelled", IconName.Cross, "app.element.example"),
        Said("legacy-sso.expired", "Legacy login expired", "legacy-sso.expired", IconName.Clock),
        PageState.Says("legacy-sso.refused", "Legacy login refused", sample => new(sample.T["legacy-sso.refused-title"], sample.T["legacy-sso.refused-lead"])
        {
            Name = sample.Page.Brand.ServiceName,
            Icon = IconName.Alert,
            Actions = [new(sample.Page.To("/"), sample.T["error.home"])],
        }),
    ]);

    private static PageState Consent(string id, string title, Func<Sample, ConsentView> view) => PageState.Of<ConsentPage>(id, title, sample => new { sample.Page, View = view(sample) });

    private static PageState Said(string id, string title, string text, IconName icon, string? name = null) => PageState.Says(id, title, sample => new(sample.T[$"{text}-title"], sample.T[$"{text}-lead"])
    {
        Name = name,
        Icon = icon,
        Actions = [new(sample.Page.To("/"), sample.T["error.home"])],
    });

    private static PageState Legacy(string id, string title, string address) => PageState.Of<LegacySsoPage>(id, title, sample => new { sample.Page, App = AppIdentity.OfAddress(address), sample.UserId, AccountName = sample.Person.Name });
}
