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
            await visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Pixel 8" }).GetByRole(AriaRole.Button).ClickAsync();
            await visit.Page.SeeTextAsync("It is signed out.");
        }),
        new("sessions-confirm-all-others", async visit =>
        {
            await visit.BecomeSomebodyAsync();
            await visit.OpenAsync("/account/sessions/end-others");
            await visit.Page.SeeAsync("Sign out everywhere else?");
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

    private static async Task UseManyDevicesAsync(Visit visit)
    {
        var element = await App.RegisterAsync(visit, "Element");
        await element.SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
        await element.SignInAsync("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Element/1.11.9 Chrome/126.0 Electron/31.0 Safari/537.36");
        var fluffy = await App.RegisterAsync(visit, "An app with a rather long name that has to wrap somewhere");
        await fluffy.SignInAsync("FluffyChat/2.0 (iPhone; iOS 18.1)");
    }
}
