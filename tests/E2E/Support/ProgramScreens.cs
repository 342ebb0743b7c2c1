using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>What people make for their bots, scripts and older apps: access tokens and app passwords.</summary>
internal static class ProgramScreens
{
    private static readonly Dictionary<string, string> AppPasswords = new() { ["Portal:Account:AppPasswordsAllowed"] = "true", ["Portal:Account:AccessTokens:MayNeverExpire"] = "true" };

    public static IEnumerable<Screen> All { get; } =
    [
        new("tokens-none", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/tokens");
            await visit.Page.SeeTextAsync("No access tokens.");
        }),
        new("tokens", async visit =>
        {
            await BeAdministratorAsync(visit);
            await MakeTokenAsync(visit, "Weather bot");
            await MakeTokenAsync(visit, "A script with a rather long name that copies every room to the archive at night", "The same, as a device of its own");
            await visit.OpenAsync("/account/tokens/new");
            await visit.Page.Field("Name").FillAsync("Cleaner");
            await visit.Page.Field("Nothing").CheckAsync();
            await visit.Page.Field("Create, lock and delete the accounts of everyone here").CheckAsync();
            await visit.Page.GetByLabel("I want whoever has this token").CheckAsync();
            await visit.Page.Button("Make token").ClickAsync();
            await visit.Page.SeeAsync("Your access token");
            await visit.Page.Link("I have copied it").ClickAsync();
            await visit.Page.SeeAsync("Access tokens");
            await Assertions.Expect(visit.Page.GetByText("Power over others")).ToBeVisibleAsync();
        }),
        new("tokens-new", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/tokens/new");
        }),
        new("tokens-new-refused", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/tokens/new");
            await visit.Page.SendUncheckedAsync("Make token");
            await visit.Page.SeeTextAsync("Give it a name.");
        }),
        new("tokens-new-powerful", async visit =>
        {
            await BeAdministratorAsync(visit);
            await visit.OpenAsync("/account/tokens/new");
            await visit.Page.Field("Name").FillAsync("Cleaner");
            await visit.Page.Field("Create, lock and delete the accounts of everyone here").CheckAsync();
            await visit.Page.Button("Make token").ClickAsync();
            await visit.Page.SeeTextAsync("Tick this box too, or take away the power over others.");
        })
        {
            Settings = AppPasswords,
        },
        new("tokens-made", async visit =>
        {
            await visit.BeSomebodyAsync();
            await MakeTokenAsync(visit, "Weather bot");
        }),
        new("tokens-end", async visit =>
        {
            await visit.BeSomebodyAsync();
            await MakeTokenAsync(visit, "Weather bot", "The same, as a device of its own");
            await AskToEndAsync(visit, "/account/tokens");
            await visit.Page.SeeAsync("End this access token?");
        }),
        new("tokens-ended", async visit =>
        {
            await visit.BeSomebodyAsync();
            await MakeTokenAsync(visit, "Weather bot");
            await AskToEndAsync(visit, "/account/tokens");
            await visit.Page.Button("End token").ClickAsync();
            await visit.Page.SeeNoticeAsync("The access token is ended.");
        }),
        new("tokens-end-with-others", async visit =>
        {
            await visit.BeSomebodyAsync();
            await MakeTokenAsync(visit, "Weather bot");
            await MakePasswordAsync(visit, "Old phone");
            await visit.OpenAsync("/account/sessions/end-others");
            await visit.Page.SeeTextAsync("1 app password ends, too.");
        })
        {
            Settings = AppPasswords,
        },
        new("account-with-programs", visit => visit.BeSomebodyAsync()) { Settings = AppPasswords },
        new("app-passwords-none", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/app-passwords");
            await visit.Page.SeeTextAsync("No app passwords.");
        })
        {
            Settings = AppPasswords,
        },
        new("app-passwords", async visit =>
        {
            await visit.BeSomebodyAsync();
            await MakePasswordAsync(visit, "Old phone");
            await MakePasswordAsync(visit, "FluffyChat on the laptop");
            await visit.OpenAsync("/account/app-passwords");
        })
        {
            Settings = AppPasswords,
        },
        new("app-passwords-new", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/app-passwords/new");
        })
        {
            Settings = AppPasswords,
        },
        new("app-passwords-made", async visit =>
        {
            await visit.BeSomebodyAsync();
            await MakePasswordAsync(visit, "Old phone");
        })
        {
            Settings = AppPasswords,
        },
        new("app-passwords-end", async visit =>
        {
            await visit.BeSomebodyAsync();
            await MakePasswordAsync(visit, "Old phone");
            await AskToEndAsync(visit, "/account/app-passwords");
            await visit.Page.SeeAsync("End this app password?");
        })
        {
            Settings = AppPasswords,
        },
    ];

    private static async Task BeAdministratorAsync(Visit visit)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.Portal.Data.ExecuteAsync("UPDATE users SET can_request_admin = 1 WHERE user_name = @value", person.Username);
    }

    private static async Task MakeTokenAsync(Visit visit, string name, string reach = "Read and send messages in your name")
    {
        await visit.OpenAsync("/account/tokens/new");
        await visit.Page.Field("Name").FillAsync(name);
        await visit.Page.Field(reach).CheckAsync();
        await visit.Page.Button("Make token").ClickAsync();
        await visit.Page.SeeAsync("Your access token");
    }

    private static async Task MakePasswordAsync(Visit visit, string name)
    {
        await visit.OpenAsync("/account/app-passwords/new");
        await visit.Page.Field("Name").FillAsync(name);
        await visit.Page.Button("Make app password").ClickAsync();
        await visit.Page.SeeAsync("Your app password");
    }

    private static async Task AskToEndAsync(Visit visit, string list)
    {
        await visit.OpenAsync(list);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "End " }).ClickAsync();
    }
}
