namespace Portal.Tests.E2E.Support;

/// <summary>Changing the password, and the meter beside every new one.</summary>
internal static class PasswordScreens
{
    private const string Strong = "seven copper kettles hum at dawn";

    public static IEnumerable<Screen> All { get; } =
    [
        new("password-change", OpenAsync),
        new("password-change-errors", async visit =>
        {
            await OpenAsync(visit);
            await visit.Page.Field("Current password").FillAsync("not the password");
            await visit.Page.Field("New password").FillAsync("P@ssw0rd");
            await visit.Page.SendUncheckedAsync("Save password");
            await visit.Page.SeeTextAsync("The password is not changed yet.");
        }),
        new("password-change-wrong", async visit =>
        {
            await OpenAsync(visit);
            await ChangeAsync(visit, "not the password");
            await visit.Page.SeeTextAsync("This is not your current password.");
        }),
        new("password-change-limited", async visit =>
        {
            await visit.BeSomebodyAsync();
            for (var i = 1; i <= PortalServer.TriesPerAccount; i++) // signing in was one
            {
                await visit.OpenAsync("/account/password/change"); // a page that does not say yet what is waited for
                await ChangeAsync(visit, "not the password");
                await visit.Page.SeeTextAsync(i < PortalServer.TriesPerAccount ? "This is not your current password." : "Too many tries for now.");
            }
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:RateLimiting:Login:PerAccount:PerSecond"] = "0.001" }, // none comes back while the test runs
        },
        new("password-changed", async visit =>
        {
            await OpenAsync(visit);
            await ChangeAsync(visit, Person.New().Password);
            await visit.Page.SeeAsync("Your password is changed");
        }),
        new("password-change-not-allowed", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/password/change");
            await visit.Page.SeeTextAsync("The people who run example.org do not let passwords be changed here.");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:PasswordChangeAllowed"] = "false" },
        },
        new("password-meter-weak", async visit =>
        {
            await visit.OpenAsync("/register/password");
            await visit.Page.Field("Username").FillAsync("quentin");
            await visit.Page.Field("Password").FillAsync("quentin2024");
            await visit.Page.SeeTextAsync("Too weak. It holds your name or address. Leave those out and use words that have nothing to do with you.");
        }),
        new("password-meter-strong", async visit =>
        {
            await visit.OpenAsync("/register/password");
            await visit.Page.Field("Password").FillAsync(Strong);
            await visit.Page.SeeTextAsync("Very good. This is very hard to guess.");
        }),
    ];

    private static async Task OpenAsync(Visit visit)
    {
        await visit.BeSomebodyAsync();
        await visit.OpenAsync("/account/password/change");
        await visit.Page.SeeAsync("Change your password");
    }

    private static async Task ChangeAsync(Visit visit, string current)
    {
        await visit.Page.Field("Current password").FillAsync(current);
        await visit.Page.Field("New password").FillAsync(Strong);
        if (await visit.Page.Field("New password again").IsVisibleAsync())
        {
            await visit.Page.Field("New password again").FillAsync(Strong);
        }

        await visit.Page.Button("Save password").ClickAsync();
    }
}
