namespace Portal.Tests.E2E.Support;

/// <summary>What is seen when something cannot be done.</summary>
internal static class ErrorScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("not-found", async visit =>
        {
            await visit.OpenAsync("/no-such-page");
            await visit.Page.SeeAsync("There is no such page");
        }),
        new("opened-wrongly", async visit =>
        {
            await visit.OpenAsync("/consent/not-an-id");
            await visit.Page.SeeAsync("This page was opened in the wrong way");
        }),
        new("not-opened-directly", async visit =>
        {
            await visit.OpenAsync("/logout");
            await visit.Page.SeeAsync("This cannot be opened directly");
        }),
        new("stale-form", async visit =>
        {
            await visit.OpenAsync("/login");
            await visit.Context.ClearCookiesAsync();
            await visit.Page.SignInAsync("quentin", "correct horse battery staple");
            await visit.Page.SeeAsync("This page was open for a long time");
        }),
    ];
}
