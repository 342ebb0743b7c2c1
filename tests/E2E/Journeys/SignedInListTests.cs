using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>"Where you are signed in", open in two browsers of one person.</summary>
public sealed class SignedInListTests(Stage stage)
{
    [Fact]
    public async Task An_app_that_is_signed_out_in_one_browser_moves_in_the_other_without_a_reload()
    {
        await using var here = await stage.VisitAsync();
        await using var there = await stage.VisitAsync();
        await SignInTwiceAsync(here, there);
        await (await App.RegisterAsync(here)).SignInAsync();
        await OpenListAsync(here);
        await OpenListAsync(there);

        await Row(here, "Test app").SignOutAsync();

        await Expect(Row(there, "Test app").SignOutLink()).ToHaveCountAsync(0);
        await Expect(Row(there, "Test app")).ToContainTextAsync("signed out");
    }

    [Fact]
    public async Task An_app_that_is_signed_in_appears_without_a_reload()
    {
        await using var here = await stage.VisitAsync();
        await using var there = await stage.VisitAsync();
        await SignInTwiceAsync(here, there);
        await OpenListAsync(there);

        await (await App.RegisterAsync(here)).SignInAsync();

        await Expect(Row(there, "Test app")).ToBeVisibleAsync();
    }

    /// <summary>An open page must not outlive its session.</summary>
    [Fact]
    public async Task A80_A_browser_that_is_signed_out_elsewhere_leaves_the_page_at_once()
    {
        await using var here = await stage.VisitAsync();
        await using var there = await stage.VisitAsync();
        await SignInTwiceAsync(here, there);
        await OpenListAsync(here);
        await OpenListAsync(there);

        await OtherBrowser(here).SignOutAsync();

        await there.Page.SeeAsync("Sign in to example.org");
        await there.OpenAsync("/account/");
        await there.Page.SeeAsync("Sign in to example.org");
        await here.Page.SeeAsync("Where you are signed in");
    }

    [Fact]
    public async Task A80_No_page_stays_open_of_an_account_that_its_owner_has_taken_back()
    {
        await using var here = await stage.VisitAsync();
        await using var there = await stage.VisitAsync();
        var person = await SignInTwiceAsync(here, there);
        await OpenListAsync(there);

        await here.Page.GotoAsync(await here.Portal.Mailbox.TakeBackLinkAsync(person.Email));
        await here.Page.AnswerAsync("Take the account back");

        await here.Page.SeeAsync("Check your email");
        await there.Page.SeeAsync("Sign in to example.org");
    }

    [Fact]
    public async Task Signing_out_everywhere_else_spares_only_this_browser()
    {
        await using var here = await stage.VisitAsync();
        await using var there = await stage.VisitAsync();
        await SignInTwiceAsync(here, there);
        var token = await (await App.RegisterAsync(here)).SignInAsync();
        await OpenListAsync(there);
        await OpenListAsync(here);

        await here.Page.EverywhereElse().ClickAsync();
        await here.Page.SeeAsync("Sign out everywhere else?");
        await here.Page.Button("Sign out everywhere else").ClickAsync();

        await here.Page.SeeTextAsync("You are signed out everywhere else.");
        await there.Page.SeeAsync("Sign in to example.org");
        Assert.Equal("""{"active":false}""", await stage.IntrospectAsync(here.Portal, token));
    }

    [Fact]
    public async Task Without_scripts_every_way_to_sign_out_is_a_plain_form()
    {
        await using var here = await stage.VisitAsync(scripts: false);
        await using var there = await stage.VisitAsync(scripts: false);
        var person = await SignInTwiceAsync(here, there);
        var app = await App.RegisterAsync(there);
        await there.OpenAsync(app.Request());
        await there.Page.Button("Allow").ClickAsync();
        await there.Page.SeeAsync("Back in the app");
        var token = await app.ExchangeAsync(there.Page.Url);

        await here.OpenAsync("/account/sessions");
        await Row(here, "Test app").SignOutAsync();
        await here.Page.SeeNoticeAsync("is signed out.");
        Assert.Equal("""{"active":false}""", await stage.IntrospectAsync(here.Portal, token));

        await OtherBrowser(here).SignOutAsync();
        await here.Page.SeeNoticeAsync("is signed out.");
        await there.OpenAsync("/account/");
        await there.Page.SeeAsync("Sign in to example.org");
        await Expect(here.Page.EverywhereElse()).ToHaveCountAsync(0);

        await there.Page.SignInAsync(person);
        await there.Page.SeeAsync(person.Username);
        await here.Page.ReloadAsync();
        await here.Page.EverywhereElse().ClickAsync();
        await here.Page.Button("Sign out everywhere else").ClickAsync();
        await here.Page.SeeTextAsync("You are signed out everywhere else.");

        await here.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "You are here" }).SignOutAsync();
        await here.Page.SeeAsync("Sign in to example.org");
    }

    [Fact]
    public async Task Several_are_ticked_counted_and_ended_together()
    {
        await using var here = await stage.VisitAsync();
        await using var there = await stage.VisitAsync();
        await SignInTwiceAsync(here, there);
        var app = await App.RegisterAsync(here);
        await app.SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
        await app.SignInAsync("FluffyChat/2.0 (iPhone; iOS 18.1)");
        await OpenListAsync(here);
        await OpenListAsync(there);
        var bar = here.Page.GetByRole(AriaRole.Group, new() { Name = "Selected devices" });
        await Expect(bar).ToBeHiddenAsync();

        await here.Page.GetByLabel("Select Google Pixel 8").CheckAsync();
        await here.Page.GetByLabel("Select iPhone").CheckAsync();
        await Expect(bar).ToContainTextAsync("2 selected");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Expect(bar).ToBeHiddenAsync();
        await here.Page.GetByLabel("Select Google Pixel 8").CheckAsync();
        await here.Page.GetByLabel("Select iPhone").CheckAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Sign out 2" }).ClickAsync();
        await here.Page.SeeAsync("Sign out 2 devices?");
        await here.Page.ConfirmButton().ClickAsync();

        await here.Page.SeeTextAsync("2 devices are signed out.");
        await Expect(Row(there, "Pixel 8").SignOutLink()).ToHaveCountAsync(0);
    }

    /// <summary>A change elsewhere must not take away what somebody is about to do.</summary>
    [Fact]
    public async Task A_tick_outlasts_a_change_that_comes_in_between()
    {
        await using var here = await stage.VisitAsync();
        await using var there = await stage.VisitAsync();
        await SignInTwiceAsync(here, there);
        var app = await App.RegisterAsync(here);
        await app.SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
        await OpenListAsync(there);
        await there.Page.GetByLabel("Select Google Pixel 8").CheckAsync();

        await app.SignInAsync("FluffyChat/2.0 (iPhone; iOS 18.1)");

        await Expect(Row(there, "iPhone")).ToBeVisibleAsync();
        await Expect(there.Page.GetByLabel("Select Google Pixel 8")).ToBeCheckedAsync();
        await Expect(there.Page.GetByRole(AriaRole.Group, new() { Name = "Selected devices" })).ToContainTextAsync("1 selected");
    }

    [Fact]
    public async Task A_new_name_appears_without_a_reload()
    {
        await using var here = await stage.VisitAsync();
        await using var there = await stage.VisitAsync();
        await SignInTwiceAsync(here, there);
        await (await App.RegisterAsync(here)).SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
        await OpenListAsync(here);
        await OpenListAsync(there);

        await here.Page.Link("Google Pixel 8").ClickAsync();
        await here.Page.Link("Rename").ClickAsync();
        await here.Page.Field("Name").FillAsync("Anna’s phone");
        await here.Page.Button("Save").ClickAsync();

        await here.Page.SeeAsync("Anna’s phone");
        await Expect(Row(there, "Anna’s phone")).ToBeVisibleAsync();
    }

    private static async Task<Person> SignInTwiceAsync(Visit here, Visit there)
    {
        var person = await here.BecomeSomebodyAsync();
        await there.OpenAsync("/login");
        await there.Page.SignInAsync(person);
        await there.Page.SeeAsync(person.Username);
        return person;
    }

    private static async Task OpenListAsync(Visit visit)
    {
        await visit.OpenAsync("/account/sessions");
        await visit.Page.SeeLiveAsync();
    }

    private static ILocator Row(Visit visit, string text) => visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = text });

    private static ILocator OtherBrowser(Visit visit) =>
        visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Chrome on Linux", HasNotText = "You are here" });
}
