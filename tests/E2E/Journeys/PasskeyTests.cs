using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>Somebody signs in with a finger instead of a password, in a real browser that keeps the passkeys.</summary>
public sealed class PasskeyTests(Stage stage)
{
    [Fact]
    public async Task An_account_without_a_password_is_created_for_an_app_and_signs_in_by_itself()
    {
        await using var visit = await stage.VisitAsync();
        var (page, keeper, person) = (visit.Page, await Keeper.ConnectAsync(visit), Person.New());
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
        await page.Link("Create an account").ClickAsync();
        await page.Field("Username").FillAsync(person.Username);
        await page.Field("Email").FillAsync(person.Email);
        await page.GetByLabel("I accept the terms").CheckAsync();
        await page.Button("Use a passkey, no password").ClickAsync();
        await page.SeeAsync("Check your email");
        await page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
        await page.SeeAsync("Create your passkey");

        await keeper.RecogniseAsync(false); // somebody else's finger
        await page.Button("Create a passkey").ClickAsync();
        await page.SeeTextAsync("No passkey was made. You can try again.");
        await keeper.RecogniseAsync(true);
        await page.Button("Create a passkey").ClickAsync();
        await page.AnswerAsync("Allow");
        await page.SeeAsync("Back in the app");
        Assert.Equal(1, await keeper.CountAsync());

        await visit.OpenAsync("/account/");
        await page.SeeTextAsync("You have only one passkey");
        await page.Button("Sign out").ClickAsync();

        // The browser offers it where the name is typed; this one takes it at once.
        await page.SeeAsync(person.Username);
    }

    [Fact]
    public async Task Where_it_stands_first_Enter_still_sends_the_password_and_the_browser_still_offers_it()
    {
        await using var visit = await stage.VisitAsync(await stage.PortalAsync(PasskeyScreens.First));
        var (page, person) = (visit.Page, Person.New());
        await Keeper.ConnectAsync(visit);
        await visit.OpenAsync("/register");
        await Expect(page.Button("Continue with a passkey")).ToBeVisibleAsync();
        await page.Field("Username").FillAsync(person.Username);
        await page.Field("Email").FillAsync(person.Email);
        await page.GetByLabel("I accept the terms").CheckAsync();
        await page.Field("Password").FillAsync(person.Password);
        await page.Field("Password").PressAsync("Enter");
        await page.SeeAsync("Check your email");
        await page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
        await page.SeeAsync("Sign in faster next time"); // nobody has asked for a passkey yet
        await page.Button("Create a passkey").ClickAsync();
        await page.SeeAsync(person.Username);

        await page.Button("Sign out").ClickAsync();
        await page.SeeAsync(person.Username);
    }

    [Fact]
    public async Task A_second_one_is_added_and_the_last_one_stays()
    {
        await using var visit = await stage.VisitAsync();
        var (page, first) = (visit.Page, await Keeper.ConnectAsync(visit));
        var person = Person.New();
        await visit.OpenAsync("/register");
        await visit.RegisterAsync(person);
        await page.SeeAsync("Sign in faster next time");
        await page.Button("Create a passkey").ClickAsync();
        await page.SeeAsync(person.Username);

        await visit.OpenAsync("/account/passkeys/add");
        await page.Button("Create a passkey").ClickAsync();
        await page.SeeTextAsync("This device already has a passkey for your account.");
        var second = await first.ReplaceAsync();
        await page.Button("Create a passkey").ClickAsync();
        await page.SeeNoticeAsync("Your passkey is ready.");
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);

        await second.AnswerAsync(false);
        await page.Button("Sign out").ClickAsync();
        await page.SeeTextAsync("You are signed out.");
        await second.AnswerAsync(true);
        await page.Button("Sign in with a passkey").ClickAsync();
        await page.SeeAsync(person.Username);
    }

    [Fact]
    public async Task Who_lost_the_device_gets_in_with_a_recovery_code_and_the_finder_not()
    {
        await using var visit = await stage.VisitAsync();
        var (page, person) = (visit.Page, await visit.BecomeSomebodyAsync());
        await visit.AddPasskeyAsync();
        await visit.OpenAsync("/account/second-step/set-up");
        await visit.TurnOnSecondStepAsync();
        var recovery = await page.Locator("#recovery-codes li").AllInnerTextsAsync();

        await using var elsewhere = await stage.VisitAsync();
        await elsewhere.OpenAsync("/login");
        await elsewhere.Page.SignInAsync(person);
        await elsewhere.Page.Link("Use a recovery code").ClickAsync();
        await elsewhere.Page.Field("Recovery code").FillAsync(recovery[3]);
        await elsewhere.Page.Button("Continue").ClickAsync();
        await elsewhere.Page.SeeAsync(person.Username);
        await elsewhere.OpenAsync("/account/passkeys");
        await elsewhere.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link).ClickAsync();
        await elsewhere.Page.Link("Remove passkey").ClickAsync();
        await elsewhere.Page.Button("Remove passkey").ClickAsync();
        await elsewhere.Page.SeeNoticeAsync("The passkey is removed.");

        await page.Context.ClearCookiesAsync();
        await visit.OpenAsync("/login"); // where the browser that was found offers it at once
        await Expect(page.GetByText("That passkey did not work.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Everything_important_is_confirmed_with_a_finger()
    {
        await using var visit = await stage.VisitAsync();
        var (page, person) = (visit.Page, await visit.BecomeSomebodyAsync());
        var keeper = await visit.AddPasskeyAsync();
        var passkey = await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link).GetAttributeAsync("href");
        foreach (var path in (string[])[
            "/account/password/change", "/account/emails/add", "/account/passkeys/add", passkey + "/remove", "/account/second-step/set-up", "/account/data", "/account/deactivate", "/account/reset-cross-signing", "/account/tokens/new"])
        {
            await visit.OutliveProofAsync(person);
            await visit.OpenAsync(path);
            await page.SeeAsync("Confirm that it is you");
            await page.Button("Continue with a passkey").ClickAsync();
            await Expect(page).ToHaveURLAsync(visit.Portal.Address + path);
        }

        Assert.Equal(1, await keeper.CountAsync());
    }
}
