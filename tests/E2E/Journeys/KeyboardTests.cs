using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The main job with a keyboard and nothing else.</summary>
public sealed class KeyboardTests(Stage stage)
{
    private const int Patience = 30; // stops on the way to anything
    private const string NewPassword = "seven copper kettles hum at dawn";

    [Fact]
    public async Task The_main_job_needs_only_Tab_Space_and_Enter()
    {
        await using var visit = await stage.VisitAsync();
        var (page, person) = (visit.Page, Person.New());
        var app = await App.RegisterAsync(visit);
        await visit.OpenAsync(app.Request(prompt: "create"));

        await TypeAsync(page, "Username", person.Username);
        await TypeAsync(page, "Email", person.Email);
        await TypeAsync(page, "Password", person.Password);
        await TabToAsync(page, page.GetByLabel("I accept the terms"));
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, page.Button("Continue"));
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("Check your email");
        await Expect(page.Field("Code")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("Let Test app use your account?");
        await TabToAsync(page, page.Button("Allow"));
        await page.ArmAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("Back in the app");
        await app.ExchangeAsync(page.Url);

        await visit.OpenAsync("/account/");
        await TabToAsync(page, page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Where you are signed in" }));
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("Where you are signed in");
        await page.SeeLiveAsync();
        await TabToAsync(page, page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Test app" }).SignOutLink());
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.ConfirmButton());
        await page.Keyboard.PressAsync("Enter");
        await page.SeeNoticeAsync("is signed out.");
    }

    [Fact]
    public async Task Devices_are_ticked_renamed_and_ended_with_the_keyboard_alone()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        await visit.BecomeSomebodyAsync();
        var app = await App.RegisterAsync(visit);
        await app.SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
        await app.SignInAsync("FluffyChat/2.0 (iPhone; iOS 18.1)");
        await visit.OpenAsync("/account/sessions");
        await page.SeeLiveAsync();

        await TabToAsync(page, page.Link("iPhone"));
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("iPhone");
        await TabToAsync(page, page.Link("Rename"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Field("Name")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ControlOrMeta+a");
        await page.Keyboard.TypeAsync("Old phone");
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("Old phone");

        await visit.OpenAsync("/account/sessions");
        await page.SeeLiveAsync();
        await TabToAsync(page, page.GetByLabel("Select Old phone"));
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, page.GetByRole(AriaRole.Group, new() { Name = "Selected devices" }).GetByRole(AriaRole.Button, new() { Name = "Sign out" }));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.ConfirmButton());
        await page.Keyboard.PressAsync("Enter");
        await page.SeeNoticeAsync("is signed out.");
    }

    [Fact]
    public async Task A_password_is_changed_with_the_keyboard_alone()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        var person = await visit.BecomeSomebodyAsync();

        await FollowAsync(page, "Password");
        await page.SeeAsync("Change your password");
        await TypeAsync(page, "Current password", person.Password);
        await TypeAsync(page, "New password", NewPassword);
        await PressAsync(page, "Save password");

        await page.SeeAsync("Your password is changed");
        await FollowAsync(page, "Back to your account");
        await page.SeeTextAsync("Your password, changed just now");
        await FollowAsync(page, "Activity");
        await page.SeeTextAsync("Your password was changed");
    }

    [Fact]
    public async Task An_address_is_added_proven_and_removed_with_the_keyboard_alone()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        var person = await visit.BecomeSomebodyAsync();
        var second = $"{person.Username}@second.example";

        await FollowAsync(page, "Email addresses");
        await FollowAsync(page, "Add an address");
        await Expect(page.Field("Email")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(second);
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("Check your email");
        await Expect(page.Field("Code")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(await visit.Portal.Mailbox.CodeAsync(second));
        await page.Keyboard.PressAsync("Enter");
        await page.SeeTextAsync("The address is added.");

        await FollowAsync(page, $"Remove {person.Email}");
        await page.SeeAsync("Remove this address?");
        await PressAsync(page, "Remove address");
        await page.SeeTextAsync("The address is removed.");
        await Expect(page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync(person.Email);
    }

    [Fact]
    public async Task A_display_name_is_chosen_with_the_keyboard_alone()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        await visit.BecomeSomebodyAsync();

        await FollowAsync(page, "Profile");
        await TypeAsync(page, "Display name", "Quentin the Keyboardist");
        await PressAsync(page, "Save");

        await page.SeeTextAsync("Your name is saved.");
        await Expect(page.Field("Display name")).ToHaveValueAsync("Quentin the Keyboardist");
    }

    [Fact]
    public async Task The_data_are_downloaded_with_the_keyboard_alone()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        await visit.BecomeSomebodyAsync();

        await FollowAsync(page, "Download your data");
        await TabToAsync(page, page.Button("Download"));
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));

        Assert.Equal("account-data.json", download.SuggestedFilename);
    }

    [Fact]
    public async Task An_account_is_deleted_and_had_back_with_the_keyboard_alone()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        var person = await visit.BecomeSomebodyAsync();

        await FollowAsync(page, "Delete your account");
        await TypeAsync(page, "Type your Matrix ID", $"@{person.Username}:{PortalServer.ServerName}");
        await Expect(page.Button("Delete account")).ToBeEnabledAsync();
        await PressAsync(page, "Delete account");
        await page.SeeAsync("Account deleted");

        await PressAsync(page, "Sign in");
        await page.SeeAsync($"Sign in to {PortalServer.ServerName}");
        await TypeAsync(page, "Username", person.Username);
        await TypeAsync(page, "Password", person.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("This account is being deleted");
        await PressAsync(page, "Keep it");
        await page.SeeAsync(person.Username);
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_with_the_keyboard_alone()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        var person = await visit.BecomeSomebodyAsync();
        await TabToAsync(page, page.Button("Sign out"));
        await page.Keyboard.PressAsync("Enter");
        await page.SeeTextAsync("You are signed out.");

        await FollowAsync(page, "Forgot password?");
        await TypeAsync(page, "Email", person.Email);
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync("Check your email");
        await page.GotoAsync(await visit.Portal.Mailbox.LinkAsync(person.Email));
        await Expect(page.Field("New password")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(NewPassword);
        await PressAsync(page, "Save password");
        await page.SeeTextAsync("Your new password is saved.");
        await TypeAsync(page, "Password", NewPassword);
        await page.Keyboard.PressAsync("Enter");
        await page.SeeAsync(person.Username);
    }

    [Fact]
    public async Task Another_language_is_chosen_with_the_keyboard_alone()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        await visit.OpenAsync("/login");

        await TabToAsync(page, page.Link("English: choose another language"));
        await page.Keyboard.PressAsync("Enter");
        await PressAsync(page, "עברית");

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "he");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
    }

    [Fact]
    public async Task The_first_stop_skips_to_the_content()
    {
        await using var visit = await stage.VisitAsync();
        await visit.OpenAsync("/login");

        await TabAsync(visit.Page);
        await Expect(visit.Page.Link("Skip to content")).ToBeFocusedAsync();
        await Expect(visit.Page.Link("Skip to content")).ToBeInViewportAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await TabAsync(visit.Page);

        await Expect(visit.Page.Field("Username")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Focus_moves_to_what_went_wrong()
    {
        await using var visit = await stage.VisitAsync();
        await visit.OpenAsync("/login");

        await visit.Page.SignInAsync("nobody", "not the password");

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await visit.OpenAsync("/register");
        await visit.Page.SendUncheckedAsync("Continue");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
    }

    /// <summary>Goes to a link of the page and opens it.</summary>
    private static async Task FollowAsync(IPage page, string name)
    {
        await TabToAsync(page, page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = name, Exact = true }));
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Goes to a button of the page and presses it.</summary>
    private static async Task PressAsync(IPage page, string name)
    {
        await TabToAsync(page, page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = name, Exact = true }));
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task TypeAsync(IPage page, string label, string text)
    {
        await TabToAsync(page, page.Field(label));
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var i = 0; i < Patience; i++)
        {
            await TabAsync(page);
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{target} cannot be reached with Tab.");
    }

    /// <summary>Goes one stop on; wherever that is, a ring must show it.</summary>
    private static async Task TabAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Tab");
        var hasRing = await page.EvaluateAsync<bool>(
            """
            () => {
              for (let element = document.activeElement, i = 0; element && i < 3; element = element.parentElement, i++) {
                const { outlineStyle, outlineWidth } = getComputedStyle(element);
                if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) return true;
              }
              return document.activeElement === document.body;
            }
            """);
        Assert.True(hasRing, $"No ring at {await page.EvaluateAsync<string>("() => document.activeElement.outerHTML")}");
    }
}
