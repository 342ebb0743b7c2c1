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
        new("too-many", async visit =>
        {
            var request = (await App.RegisterAsync(visit)).Request();
            await visit.OpenAsync(request);
            await visit.Page.SeeAsync("Sign in to example.org");
            await visit.OpenAsync(request);
            await visit.Page.SeeAsync("Too many requests for now");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:RateLimiting:Authorization:Burst"] = "1", ["Portal:RateLimiting:Authorization:PerSecond"] = "0.0001" },
        },
        new("failed", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.Portal.Data.ExecuteAsync("ALTER TABLE browser_sessions RENAME TO lost");
            await visit.OpenAsync("/account/");
            await visit.Page.SeeAsync("Something went wrong on our side");
            await Microsoft.Playwright.Assertions.Expect(visit.Page.Link("Try again")).ToHaveAttributeAsync("href", "/account/");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal),
            Fails = true,
        },
        new("failed-form", async visit =>
        {
            await visit.OpenAsync("/login");
            await visit.Portal.Data.ExecuteAsync("ALTER TABLE users RENAME TO lost");
            await visit.Page.SignInAsync("quentin", "correct horse battery staple");
            await visit.Page.SeeAsync("Something went wrong on our side");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal),
            Fails = true,
        },
        new("stale-answer", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
            await visit.Context.ClearCookiesAsync(new() { Name = "csrf" });
            await visit.Page.AnswerAsync("Allow");
            await visit.Page.SeeAsync("This page was open for a long time");
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
