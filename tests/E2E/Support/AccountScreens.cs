using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>The account and the list of where one is signed in.</summary>
internal static class AccountScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("account", visit => visit.BecomeSomebodyAsync()),
        new("account-with-apps", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await UseManyDevicesAsync(visit);
            await visit.OpenAsync("/account/");
        }),
        new("sessions-only-here", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await visit.OpenAsync("/account/sessions");
            await visit.Page.SeeTextAsync("No other devices.");
            await Assertions.Expect(visit.Page.EverywhereElse()).ToHaveCountAsync(0);
        }),
        new("sessions", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await UseManyDevicesAsync(visit);
            await visit.OpenAsync("/account/sessions");
        }),
        new("sessions-one-ended", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await UseManyDevicesAsync(visit);
            await visit.OpenAsync("/account/sessions");
            await SignOutPhoneAsync(visit.Page);
            await visit.Page.SeeTextAsync("Google Pixel 8 is signed out.");
        }),
        new("sessions-gone", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await UseManyDevicesAsync(visit);
            await Screen.BlockScriptsAsync(visit.Context); // or the second page would learn of it
            await visit.OpenAsync("/account/sessions");
            var second = await visit.Context.NewPageAsync();
            await second.GotoAsync(visit.Page.Url);
            await Phone(visit.Page).SignOutLink().ClickAsync();
            await SignOutPhoneAsync(second);
            await second.SeeTextAsync("Google Pixel 8 is signed out.");
            await visit.Page.ConfirmButton().ClickAsync();
            await visit.Page.SeeTextAsync("That device was signed out before.");
        }),
        new("sessions-many", async visit =>
        {
            var person = await visit.BecomeSomebodyAsync();
            await UseManyDevicesAsync(visit);
            for (var i = 0; i < PortalServer.TriesPerAccount - 1; i++)
            {
                await using var other = await visit.Stage.VisitAsync(visit.Portal);
                await other.OpenAsync("/login");
                await other.Page.SignInAsync(person);
                await other.Page.SeeAsync(person.Username);
            }

            await visit.Portal.Data.ExecuteAsync( // 100 days, in microseconds
                "UPDATE oauth_sessions SET created_at = created_at - 8640000000000, last_active_at = created_at - 8640000000000 WHERE user_agent LIKE 'FluffyChat%' AND user_id = (SELECT id FROM users WHERE user_name = @value)",
                person.Username);
            await visit.OpenAsync("/account/sessions");
            await SignOutPhoneAsync(visit.Page);
            await visit.Page.SeeAsync("Where you are signed in");
        }),
        new("sessions-confirm-all-others", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await UseManyDevicesAsync(visit);
            await visit.OpenAsync("/account/sessions");
            await visit.Page.EverywhereElse().ClickAsync();
            await visit.Page.SeeAsync("Sign out everywhere else?");
            await Assertions.Expect(visit.Page.Link("Devices")).ToHaveAttributeAsync("aria-current", "page");
        }),
        new("sessions-all-others-ended", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await UseManyDevicesAsync(visit);
            await visit.OpenAsync("/account/sessions/end-others");
            await visit.Page.Button("Sign out everywhere else").ClickAsync();
            await visit.Page.SeeTextAsync("You are signed out everywhere else.");
        }),
    ];

    private static ILocator Phone(IPage page) => page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Pixel 8" });

    private static Task SignOutPhoneAsync(IPage page) => Phone(page).SignOutAsync();

    internal static async Task UseManyDevicesAsync(Visit visit)
    {
        var element = await App.RegisterAsync(visit, "Element");
        await element.SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
        await element.SignInAsync("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Element/1.11.9 Chrome/126.0 Electron/31.0 Safari/537.36");
        var fluffy = await App.RegisterAsync(visit, "An app with a rather long name that has to wrap somewhere");
        await fluffy.SignInAsync("FluffyChat/2.0 (iPhone; iOS 18.1)");
    }
}
