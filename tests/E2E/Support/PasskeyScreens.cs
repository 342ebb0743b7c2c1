using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Support;

/// <summary>Passkeys: on the account pages, at sign-in, and in place of a password.</summary>
internal static class PasskeyScreens
{
    private static readonly Dictionary<string, string> NoPasswords = new() { ["Portal:Passwords:Enabled"] = "false" };

    /// <summary>A portal that leads to a passkey before the password.</summary>
    public static IReadOnlyDictionary<string, string> First { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Theme:Directory"] = Path.Combine(Repository.Root, "tests", "E2E", "Themes", "passkey-first") };

    public static IEnumerable<Screen> All { get; } =
    [
        new("passkeys-none", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/passkeys");
            await visit.Page.SeeTextAsync("No passkeys yet");
        }),
        new("passkeys-one", async visit =>
        {
            await AddAsync(visit);
            await visit.OpenAsync("/account/passkeys");
        }),
        new("passkeys", async visit =>
        {
            var (_, keeper) = await AddAsync(visit);
            await keeper.ReplaceAsync();
            await visit.OpenAsync("/account/passkeys/add");
            await visit.Page.Button("Create a passkey").ClickAsync();
            await visit.Page.SeeNoticeAsync("Your passkey is ready.");
        }),
        new("passkeys-add", async visit => await visit.OpenAddAsync()),
        new Screen("passkeys-add", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/passkeys/add");
            await visit.Page.SeeAsync("Add a passkey");
        }).WithoutScripts(),
        new("passkeys-add-known", async visit =>
        {
            await AddAsync(visit);
            await visit.OpenAsync("/account/passkeys/add");
            await visit.Page.Button("Create a passkey").ClickAsync();
            await visit.Page.SeeTextAsync("This device already has a passkey for your account.");
        }),
        new("passkeys-add-refused", async visit =>
        {
            await visit.OpenAddAsync();
            await visit.Page.EvaluateAsync("() => { const form = document.querySelector('[data-passkey]'); form.elements.credential.value = '{}'; form.requestSubmit(); }");
            await Expect(visit.Page.GetByText("That did not work.")).ToBeVisibleAsync();
        }),
        new("passkey", async visit =>
        {
            await AddAsync(visit);
            await visit.OpenAsync("/account/passkeys");
            await visit.Page.OnlyPasskey().ClickAsync();
            await Expect(visit.Page.Field("Name")).ToBeVisibleAsync();
        }),
        new("passkey-remove", async visit =>
        {
            await AddAsync(visit);
            await visit.OpenAsync("/account/passkeys");
            await visit.Page.OnlyPasskey().ClickAsync();
            await visit.Page.Link("Remove passkey").ClickAsync();
            await visit.Page.SeeAsync("Remove this passkey?");
        }),
        new("passkey-remove-last", async visit =>
        {
            var (person, _) = await AddAsync(visit);
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET password_hash = NULL WHERE user_name = @value", person.Username);
            await visit.OpenAsync("/account/passkeys");
            await visit.Page.OnlyPasskey().ClickAsync();
            await visit.Page.Link("Remove passkey").ClickAsync();
            await Expect(visit.Page.GetByText("This is your only way in.")).ToBeVisibleAsync();
        }),
        new("account-with-one-passkey", async visit =>
        {
            var (person, _) = await AddAsync(visit);
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET password_hash = NULL WHERE user_name = @value", person.Username);
            await visit.OpenAsync("/account/");
            await visit.Page.SeeTextAsync("You have only one passkey");
        }),
        new("passkey-offer", async visit =>
        {
            await Keeper.ConnectAsync(visit);
            await visit.OpenAsync("/register");
            await visit.RegisterAsync(Person.New());
            await visit.Page.SeeAsync("Sign in faster next time");
        }),
        new("confirm-passkey", async visit => await ConfirmAsync(visit)),
        new("confirm-passkey-refused", async visit =>
        {
            await ConfirmAsync(visit);
            await visit.Page.EvaluateAsync("() => { const form = document.querySelector('[data-passkey]'); form.elements.credential.value = '{}'; form.requestSubmit(); }");
            await Expect(visit.Page.GetByText("That passkey did not work.")).ToBeVisibleAsync();
        }),
        new("register-passkey", async visit =>
        {
            var person = Person.New();
            await visit.OpenAsync("/register");
            await visit.Page.Field("Username").FillAsync(person.Username);
            await visit.Page.Field("Email").FillAsync(person.Email);
            await visit.Page.GetByLabel("I accept the terms").CheckAsync();
            await visit.Page.Button("Use a passkey, no password").ClickAsync();
            await visit.Page.SeeAsync("Check your email");
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
            await visit.Page.SeeAsync("Create your passkey");
        }),
        new("sign-in-passkey-refused", async visit =>
        {
            await visit.OpenAsync("/login");
            await visit.Page.EvaluateAsync("() => { const form = document.querySelector('[data-passkey]'); form.elements.credential.value = '{}'; form.requestSubmit(); }");
            await Expect(visit.Page.GetByText("That passkey did not work.")).ToBeVisibleAsync();
        }),
        new("sign-in-passkey-only", async visit => await visit.OpenAsync("/login")) { Settings = NoPasswords },
        new Screen("sign-in-passkey-only", async visit => await visit.OpenAsync("/login")) { Settings = NoPasswords }.WithoutScripts(),
        new("sign-in-passkey-first", async visit =>
        {
            await visit.OpenAsync("/login");
            await Expect(visit.Page.Button("Sign in with a passkey")).ToBeVisibleAsync();
        })
        {
            Settings = First,
        },
        new("sign-in-passkey-first-refused", async visit =>
        {
            await visit.OpenAsync("/login");
            await visit.Page.SignInAsync("nobody", "not the password");
            await visit.Page.SeeTextAsync("That username and password do not match.");
        })
        {
            Settings = First,
        },
        new("register-passkey-first", async visit =>
        {
            await visit.OpenAsync("/register");
            await Expect(visit.Page.Button("Continue with a passkey")).ToBeVisibleAsync();
        })
        {
            Settings = First,
        },
    ];

    private static ILocator OnlyPasskey(this IPage page) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link);

    private static async Task OpenAddAsync(this Visit visit)
    {
        await visit.BeSomebodyAsync();
        await visit.OpenAsync("/account/passkeys/add");
        await Expect(visit.Page.Button("Create a passkey")).ToBeVisibleAsync();
    }

    private static async Task<(Person Person, Keeper Keeper)> AddAsync(Visit visit)
    {
        var person = await visit.BecomeSomebodyAsync();
        return (person, await visit.AddPasskeyAsync());
    }

    private static async Task ConfirmAsync(Visit visit)
    {
        var (person, _) = await AddAsync(visit);
        await visit.OutliveProofAsync(person);
        await visit.OpenAsync("/account/second-step/set-up");
        await Expect(visit.Page.Button("Continue with a passkey")).ToBeVisibleAsync();
    }
}
