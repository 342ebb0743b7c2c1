using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>Letting in an app of the legacy Matrix login, and where it stands afterwards.</summary>
internal static class LegacyScreens
{
    private const string Desktop = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Element/1.11.91 Chrome/130.0.0.0 Electron/33.0.0 Safari/537.36";

    public static IEnumerable<Screen> All { get; } =
    [
        new("legacy-sso", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await visit.OpenAsync(new LegacyApp(visit).Request("https://app.element.example/?updated=1.11.91#/home"));
            await visit.Page.SeeAsync("Let app.element.example use your account?");
        }),
        new("legacy-sso-native", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await visit.OpenAsync(new LegacyApp(visit).Request($"im.fluffychat://login/{new string('a', 200)}"));
            await visit.Page.SeeAsync("Let im.fluffychat use your account?");
        }),
        new("legacy-sso-sign-in", async visit =>
        {
            await visit.OpenAsync(new LegacyApp(visit).Request("im.fluffychat://login"));
            await visit.Page.SeeTextAsync("im.fluffychat://login"); // where the app says what it is before anybody signs in
        }),
        new("legacy-sso-cancelled", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await visit.OpenAsync(new LegacyApp(visit).Request());
            await visit.Page.AnswerAsync("Cancel");
            await visit.Page.SeeAsync("The app gets nothing");
        }),
        new("legacy-sso-expired", async visit =>
        {
            var person = await visit.BecomeSomebodyAsync();
            var address = $"https://{person.Username}.example/";
            await visit.OpenAsync(new LegacyApp(visit).Request(address));
            await visit.Portal.Data.ExecuteAsync("UPDATE sso_logins SET created_at = created_at - 1860000000 WHERE redirect_uri = @value", address); // 31 minutes, in microseconds
            await visit.Page.ReloadAsync();
            await visit.Page.SeeAsync("This sign-in has expired");
        }),
        new("legacy-sso-refused", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await visit.OpenAsync(new LegacyApp(visit).Request());
            await visit.Page.RouteAsync(
                "**/complete-compat-sso/**", route => route.ContinueAsync(new() { Headers = [.. route.Request.Headers.Where(header => header.Key != "user-agent"), new("user-agent", "Banned/1.0")] }));
            await visit.Page.ReloadAsync();
            await visit.Page.SeeAsync("The app cannot be let in from here");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Policy:Data:Requester:BannedUserAgents:Substrings:0"] = "Banned" },
        },
        new("legacy-sso-device-limit", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await new LegacyApp(visit).SignInAsync(Desktop);
            await visit.OpenAsync(new LegacyApp(visit).Request());
            await visit.Page.SeeAsync("You have too many devices");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Sessions:Limit:SoftLimit"] = "1" },
        },
        new("legacy-asked-wrongly", async visit =>
        {
            await visit.OpenAsync(new LegacyApp(visit).Request("javascript:alert(1)"));
            await visit.Page.SeeAsync("This app did not ask in the right way");
        }),
        new("legacy-session", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await new LegacyApp(visit).SignInAsync(Desktop, "Element on the kitchen table");
            await visit.OpenAsync("/account/sessions");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Element on the kitchen table", Exact = true }).ClickAsync();
            await visit.Page.SeeAsync("Element on the kitchen table");
        }),
        new("legacy-sessions", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await new LegacyApp(visit).SignInAsync(Desktop, "Element on the kitchen table");
            await new LegacyApp(visit).SignInAsync("FluffyChat/2.1");
            await visit.OpenAsync("/account/sessions");
            await Assertions.Expect(visit.Page.GetByText("Element on the kitchen table", new() { Exact = true })).ToBeVisibleAsync();
        }),
    ];
}
