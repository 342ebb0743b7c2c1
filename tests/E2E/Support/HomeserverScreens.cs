using Portal.Tests.FakeHomeserver.Control;
using Portal.Tests.FakeHomeserver.Faults;

namespace Portal.Tests.E2E.Support;

/// <summary>What needs a homeserver, and what people see of one that is away.</summary>
internal static class HomeserverScreens
{
    private static readonly IEnumerable<Screen> WithHomeserver =
    [
        new("identity-reset", visit => AskAsync(visit)),
        new("identity-reset-done", async visit =>
        {
            await AskAsync(visit);
            await visit.Page.AnswerAsync("Allow the reset");
            await visit.Page.SeeAsync("Your identity can be reset now");
        }),
        new("identity-reset-failed", async visit =>
        {
            await AskAsync(visit);
            await BeAwayAsync(visit, "allow_cross_signing_reset");
            await visit.Page.AnswerAsync("Allow the reset");
            await visit.Page.SeeAsync("The reset is not allowed yet");
        })
        {
            Fails = true,
        },
        new("identity-reset-cancelled", async visit =>
        {
            await AskAsync(visit);
            await visit.Page.Link("Cancel").ClickAsync();
            await visit.Page.SeeAsync("Nothing was changed");
        }),
        new("register-homeserver-away", async visit =>
        {
            await visit.OpenAsync("/register");
            await visit.Page.FillRegistrationAsync(Person.New());
            await BeAwayAsync(visit, "is_localpart_available", times: null);
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("We could not find out whether this name is free, because the homeserver does not answer. Try again in a moment.");
            await visit.Portal.Homeserver.ClearFaultsAsync();
        }),
        new("register-finish-later", async visit =>
        {
            var person = Person.New();
            await visit.OpenAsync("/register");
            await visit.Page.FillRegistrationAsync(person);
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeAsync("Check your email");
            await BeAwayAsync(visit, "is_localpart_available");
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
            await visit.Page.SeeAsync("Your account is not finished yet");
        })
        {
            Fails = true,
        },
        new("profile-homeserver-away", async visit =>
        {
            await BeSomebodyAsync(visit);
            await visit.OpenAsync("/account/profile");
            await visit.Page.Field("Display name").FillAsync("Quentin Demo");
            await BeAwayAsync(visit, "set_displayname");
            await visit.Page.Button("Save").ClickAsync();
            await visit.Page.SeeTextAsync("Your homeserver did not take the name, so nothing was changed. Try again in a moment.");
        }),
        new("session-rename-homeserver-away", async visit =>
        {
            await BeSomebodyAsync(visit);
            await (await App.RegisterAsync(visit, "Element")).SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
            await visit.OpenAsync("/account/sessions");
            await visit.Page.Link("Google Pixel 8").ClickAsync();
            await visit.Page.Link("Rename").ClickAsync();
            await visit.Page.Field("Name").FillAsync("Kitchen phone");
            await BeAwayAsync(visit, "update_device_display_name");
            await visit.Page.Button("Save").ClickAsync();
            await visit.Page.SeeTextAsync("Your homeserver did not take the name, so nothing was changed. Try again in a moment.");
        }),
    ];

    public static IEnumerable<Screen> All { get; } = [.. WithHomeserver.Select(screen => screen with { Settings = PortalServer.WithHomeserver })];

    /// <summary>Somebody new whom the homeserver knows.</summary>
    private static async Task BeSomebodyAsync(Visit visit)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.Portal.Homeserver.ArrangeAsync(new UserView { Localpart = person.Username, DisplayName = person.Username, Emails = [person.Email] });
    }

    private static async Task AskAsync(Visit visit)
    {
        await BeSomebodyAsync(visit);
        await visit.OpenAsync("/account/?action=org.matrix.cross_signing_reset");
        await visit.Page.SeeAsync("Reset your encryption identity?");
    }

    /// <summary>The homeserver does not answer a call, once or until somebody takes that away.</summary>
    private static Task BeAwayAsync(Visit visit, string call, int? times = 1) => visit.Portal.Homeserver.AddFaultAsync(new Fault(FaultKind.Cut) { Endpoint = call, Times = times });
}
