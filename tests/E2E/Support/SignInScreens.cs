namespace Portal.Tests.E2E.Support;

/// <summary>Signing in, with all that can go wrong.</summary>
internal static class SignInScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("sign-in", visit => visit.OpenAsync("/login")),
        new("sign-in-for-an-app", async visit => await visit.OpenAsync((await App.RegisterAsync(visit)).Request())),
        new("sign-in-for-an-app-with-a-long-name", async visit => await visit.OpenAsync((await App.RegisterAsync(visit, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")).Request())),
        new("sign-in-for-an-app-at-another-host", async visit =>
        {
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
            await visit.Portal.Data.ExecuteAsync("UPDATE clients SET id_url = 'https://chat.example.org/client.json'"); // its id is an address, elsewhere than its redirect URI
            await visit.Page.ReloadAsync();
            await visit.Page.SeeTextAsync("chat.example.org");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal),
        },
        new("sign-in-missing", async visit =>
        {
            await visit.OpenAsync("/login");
            await visit.Page.SendUncheckedAsync("Sign in");
            await visit.Page.SeeTextAsync("Enter your password.");
        }),
        new("sign-in-refused", async visit =>
        {
            await visit.OpenAsync("/login");
            await visit.Page.SignInAsync("nobody", "not the password");
            await visit.Page.SeeTextAsync("That username and password do not match.");
        }),
        new("sign-in-limited", LimitedAsync)
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:RateLimiting:Login:PerAccount:PerSecond"] = "0.001" }, // none comes back while the test runs
        },
        new("sign-in-locked", visit => ClosedAsync(visit, "locked_at", "This account is locked.")),
        new("sign-in-deactivated", visit => ClosedAsync(visit, "deactivated_at", "This account is deleted.")),
        new("sign-in-after-sign-out", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.Page.Button("Sign out").ClickAsync();
            await visit.Page.SeeTextAsync("You are signed out.");
        }),
        new("sign-in-again", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request(prompt: "login"));
            await visit.Page.SeeTextAsync("Please confirm that it is you.");
        }),
        new("sign-in-closed", async visit =>
        {
            await visit.OpenAsync("/login");
            await visit.Page.SeeTextAsync("Nobody can sign in here at present.");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Passwords:Enabled"] = "false", ["Portal:Passkeys:Enabled"] = "false" },
        },
        new("terms", visit => TermsAsync(visit, null, "The terms of example.org")),
        new("terms-changed", visit => TermsAsync(visit, "https://example.org/terms-of-before", "The terms of example.org have changed")),
        new("terms-missing", async visit =>
        {
            await TermsAsync(visit, null, "The terms of example.org");
            await visit.Page.SendUncheckedAsync("Continue");
            await visit.Page.SeeTextAsync("Tick this box to go on.");
        }),
        new("language", async visit =>
        {
            await visit.OpenAsync("/language");
            await visit.Page.SeeAsync("Choose your language");
        }),
        new("select-account", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request(prompt: "select_account"));
            await visit.Page.SeeAsync("Which account do you want to use?");
        }),
    ];

    private static async Task TermsAsync(Visit visit, string? accepted, string heading)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.Page.Button("Sign out").ClickAsync();
        await visit.Page.SeeTextAsync("You are signed out.");
        await visit.Portal.Data.ExecuteAsync($"UPDATE users SET accepted_terms_uri = {(accepted is null ? "NULL" : $"'{accepted}'")} WHERE user_name = @value", person.Username);
        await visit.Page.SignInAsync(person);
        await visit.Page.SeeAsync(heading);
    }

    private static async Task ClosedAsync(Visit visit, string since, string text)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.Page.Button("Sign out").ClickAsync();
        await visit.Page.SeeTextAsync("You are signed out.");
        await visit.Portal.Data.ExecuteAsync($"UPDATE users SET {since} = created_at WHERE user_name = @value", person.Username);
        await visit.Page.SignInAsync(person);
        await visit.Page.SeeTextAsync(text);
    }

    private static async Task LimitedAsync(Visit visit)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.Page.Button("Sign out").ClickAsync();
        await visit.Page.SeeTextAsync("You are signed out.");
        for (var i = 1; i <= PortalServer.TriesPerAccount; i++) // signing in was one
        {
            await visit.OpenAsync("/login"); // a page that does not say yet what is waited for
            await visit.Page.SignInAsync(person.Username, "not the password");
            await visit.Page.SeeTextAsync(i < PortalServer.TriesPerAccount ? "That username and password do not match." : "Too many tries for now.");
        }
    }
}
