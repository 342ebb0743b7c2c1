using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>Pages that were left open, gone back to, opened twice, or sent twice.</summary>
public sealed class OldPageTests(Stage stage)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_was_open_too_long_goes_on_with_what_was_typed(bool scripts)
    {
        await using var visit = await stage.VisitAsync(scripts);
        var person = Person.New();
        await visit.OpenAsync("/register");
        await visit.Page.FillRegistrationAsync(person);
        await visit.Context.ClearCookiesAsync();

        await visit.Page.Button("Continue").ClickAsync();
        await visit.Page.SeeAsync("This page was open for a long time");
        await visit.Page.Button("Continue").ClickAsync();

        // All but the password, which no page ever holds.
        await visit.Page.SeeAsync("Create your account");
        await Expect(visit.Page.Field("Username")).ToHaveValueAsync(person.Username);
        await Expect(visit.Page.Field("Email")).ToHaveValueAsync(person.Email);
        await Expect(visit.Page.GetByLabel("I accept the terms")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task An_old_consent_page_goes_on_where_it_was()
    {
        await using var visit = await stage.VisitAsync();
        await visit.BecomeSomebodyAsync();
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
        await visit.Context.ClearCookiesAsync(new() { Name = "csrf" });

        await visit.Page.AnswerAsync("Allow");
        await visit.Page.SeeAsync("This page was open for a long time");
        await visit.Page.Link("Continue").ClickAsync(); // to the question: an answer is never given by an old page
        await visit.Page.AnswerAsync("Allow");

        await visit.Page.SeeAsync("Back in the app");
    }

    [Fact]
    public async Task Back_and_reload_show_a_clear_page_at_every_step()
    {
        await using var visit = await stage.VisitAsync();
        var (page, person) = (visit.Page, Person.New());
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request(prompt: "create"));
        await page.ReloadAsync();
        await page.FillRegistrationAsync(person);
        await page.Button("Continue").ClickAsync();
        await page.SeeAsync("Check your email");
        await page.ReloadAsync();
        await page.SeeAsync("Check your email");
        await page.GoBackAsync();
        await page.SeeAsync("Create your account");
        await page.GoForwardAsync();
        await page.SeeAsync("Check your email");
        await page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
        await page.SeeAsync("Let Test app use your account?");
        await page.ReloadAsync();
        await page.SeeAsync("Let Test app use your account?");
        await page.GoBackAsync(); // to a registration that is done: it leads on
        await page.SeeAsync("Let Test app use your account?");
        await page.AnswerAsync("Allow");
        await page.SeeAsync("Back in the app");
        await page.GoBackAsync();
        await page.SeeAsync("This is already decided");
        await page.ReloadAsync();
        await page.SeeAsync("This is already decided");

        await visit.OpenAsync("/account/");
        await page.Button("Sign out").ClickAsync();
        await page.SeeAsync("Sign in to example.org");
        await page.GoBackAsync(); // nothing of the account is shown from a cache
        await page.SeeAsync("Sign in to example.org");
    }

    [Fact]
    public async Task The_form_of_a_finished_registration_leads_on_when_it_is_sent_again()
    {
        await using var visit = await stage.VisitAsync();
        var person = Person.New();
        await visit.OpenAsync("/register");
        await visit.Page.FillRegistrationAsync(person);
        await visit.Page.Button("Continue").ClickAsync();
        await visit.Page.SeeAsync("Check your email");
        var second = await visit.Context.NewPageAsync();
        await second.GotoAsync(visit.Page.Url);
        var code = await visit.Portal.Mailbox.CodeAsync(person.Email);
        await visit.Page.EnterCodeAsync(code);
        await visit.Page.SeeAsync(person.Username);

        await second.EnterCodeAsync(code);
        await second.SeeAsync("This page was open for a long time"); // it was made for somebody who is not signed in
        await second.Button("Continue").ClickAsync();

        await second.SeeAsync(person.Username);
    }

    [Fact]
    public async Task Consent_in_a_second_tab_says_that_it_is_decided()
    {
        await using var visit = await stage.VisitAsync();
        await visit.BecomeSomebodyAsync();
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
        var second = await visit.Context.NewPageAsync();
        await second.GotoAsync(visit.Page.Url);
        await visit.Page.AnswerAsync("Allow");
        await visit.Page.SeeAsync("Back in the app");

        await second.AnswerAsync("Cancel");

        await second.SeeAsync("This is already decided");
    }

    [Fact]
    public async Task A_registration_does_not_go_on_in_another_browser()
    {
        await using var visit = await stage.VisitAsync();
        await using var other = await stage.VisitAsync();
        var person = Person.New();
        await visit.OpenAsync("/register");
        await visit.Page.FillRegistrationAsync(person);
        await visit.Page.Button("Continue").ClickAsync();
        await visit.Page.SeeAsync("Check your email");
        var step = visit.Page.Url[..visit.Page.Url.LastIndexOf('/')];

        foreach (var name in (string[])["verify-email", "finish", "name"])
        {
            await other.Page.GotoAsync($"{step}/{name}");
            await other.Page.SeeAsync("Continue where you started");
            Assert.DoesNotContain(person.Username, await other.Page.ContentAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Signing_out_in_a_second_tab_says_that_one_is_signed_out()
    {
        await using var visit = await stage.VisitAsync();
        await visit.BecomeSomebodyAsync();
        var second = await visit.Context.NewPageAsync();
        await second.GotoAsync(visit.Page.Url);
        await visit.Page.Button("Sign out").ClickAsync();
        await visit.Page.SeeTextAsync("You are signed out.");

        await second.Button("Sign out").ClickAsync();

        await second.SeeTextAsync("You are signed out.");
    }

    [Fact]
    public async Task A_double_click_registers_once()
    {
        await using var visit = await stage.VisitAsync();
        var person = Person.New();
        await visit.OpenAsync("/register");
        await visit.Page.FillRegistrationAsync(person);

        await visit.Page.Button("Continue").DblClickAsync();
        await visit.Page.SeeAsync("Check your email");
        await visit.Page.Field("Code").FillAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
        await visit.Page.Button("Continue").DblClickAsync();

        await visit.Page.SeeAsync(person.Username);
        Assert.Equal(1, await visit.Portal.Mailbox.CountAsync(person.Email));
    }

    /// <summary>As two tabs do, or a browser without scripts: the server alone keeps the order.</summary>
    [Fact]
    public async Task Forms_that_are_sent_twice_at_the_same_moment_are_answered_clearly()
    {
        await using var visit = await stage.VisitAsync();
        var (page, person) = (visit.Page, Person.New());
        await visit.OpenAsync("/register");
        await page.FillRegistrationAsync(person);
        await page.Button("Continue").ClickAsync();
        await page.SeeAsync("Check your email");
        await page.Field("Code").FillAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
        Assert.Equal(["redirect", "redirect"], await page.SendTwiceAsync());
        await page.ReloadAsync();
        await page.SeeAsync(person.Username);

        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
        var answers = await page.SendTwiceAsync("action", "allow");
        Assert.Equal(["409", "redirect"], answers.Order(StringComparer.Ordinal));

        await visit.OpenAsync("/account/");
        Assert.Equal(["redirect", "redirect"], await page.SendTwiceAsync()); // the second one, too, is signed out
        await visit.OpenAsync("/account/");
        await page.SeeAsync("Sign in to example.org");
    }
}
