using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>Somebody signs in in two steps, and one day without the phone.</summary>
public sealed class SecondStepTests(Stage stage)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Is_turned_on_asked_for_and_outlived_by_recovery_codes(bool scripts)
    {
        await using var visit = await stage.VisitAsync(scripts);
        var (page, person) = (visit.Page, await visit.BecomeSomebodyAsync());
        await page.Link("Sign in in two steps").ClickAsync();
        await page.Link("Set it up").ClickAsync();
        var phone = await visit.TurnOnSecondStepAsync();
        var recovery = await page.Locator("#recovery-codes li").AllInnerTextsAsync();
        Assert.Equal(10, recovery.Count);
        await page.Button("I have kept them").ClickAsync();
        await page.SeeTextAsync("It is on.");

        await page.Button("Sign out").ClickAsync();
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
        await page.SignInAsync(person);
        await page.SeeAsync("Enter your code");
        await page.EnterCodeAsync(phone.LastCode()); // used for the set-up
        await Expect(page.Locator("[data-error-code='wrong']")).ToBeVisibleAsync();
        await page.EnterCodeAsync(phone.NextCode());
        await page.AnswerAsync("Allow");
        await page.SeeAsync("Back in the app");

        await using var other = await stage.VisitAsync(scripts);
        await SignInWithoutPhoneAsync(other, person, recovery[7]);
        await other.Page.SeeAsync(person.Username);
        await using var third = await stage.VisitAsync(scripts);
        await SignInWithoutPhoneAsync(third, person, recovery[7]);
        await Expect(third.Page.Locator("[data-error-code='wrong-recovery']")).ToBeVisibleAsync();

        await other.OpenAsync("/account/second-step");
        await other.Page.SeeTextAsync("9 recovery codes left");
        await other.Page.Link("Turn off").ClickAsync();
        await other.Page.Button("Turn off").ClickAsync();
        await other.Page.SeeTextAsync("It is off.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_app_that_wants_it_is_gone_on_with_after_all_that_the_set_up_asks(bool scripts)
    {
        await using var visit = await stage.VisitAsync(scripts);
        var (page, person) = (visit.Page, await visit.BecomeSomebodyAsync());
        await visit.OutliveProofAsync(person);

        await visit.OpenAsync((await App.RegisterAsync(visit)).Request() + "&claims=" + Uri.EscapeDataString("""{"id_token":{"acr":{"essential":true,"value":"https://refeds.org/profile/mfa"}}}"""));
        await page.Link("Set it up").ClickAsync();
        await page.SeeAsync("Confirm that it is you");
        await page.Field("Password").FillAsync(person.Password);
        await page.Button("Continue").ClickAsync();
        await page.SeeAsync("Connect your app");
        await page.Field("Code").FillAsync((await Phone.ConnectAsync(page)).NextCode());
        await page.Button("Turn on").ClickAsync();
        await page.Button("I have kept them").ClickAsync();
        await page.AnswerAsync("Allow");

        await page.SeeAsync("Back in the app");
    }

    private static async Task SignInWithoutPhoneAsync(Visit visit, Person person, string code)
    {
        await visit.OpenAsync("/login");
        await visit.Page.SignInAsync(person);
        await visit.Page.Link("Use a recovery code").ClickAsync();
        await visit.Page.Field("Recovery code").FillAsync(code);
        await visit.Page.Button("Continue").ClickAsync();
    }
}
