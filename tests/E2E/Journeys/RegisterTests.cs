using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>Creating an account with all that an operator can ask for, and what scripts add to the form.</summary>
public sealed class RegisterTests(Stage stage)
{
    private static readonly KeyValuePair<string, string>[] Everything =
    [
        new("Portal:Account:RegistrationAsksDisplayName", "true"),
        new("Portal:Account:PasswordRegistrationTokenRequired", "true"),
        new("Portal:Captcha:Service", "ProofOfWork"),
    ];

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task From_the_invitation_to_the_account_with_every_step(Engine engine)
    {
        await using var portal = await PortalServer.StartAsync(engine, Everything);
        await using var visit = await stage.VisitAsync(portal);
        var (page, person) = (visit.Page, Person.New());
        var link = (await portal.RunAsync("registration-tokens", "issue", "--invited-by", "Ada Lovelace")).Split('\n')[^1];

        await page.GotoAsync(link);
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Ada Lovelace would like to have you on example.org.");
        await page.Button("Create an account").ClickAsync();
        await Expect(page.GetByText("Step 1 of 3")).ToBeVisibleAsync();
        await page.FillRegistrationAsync(person);
        await page.Button("Continue").ClickAsync(); // the browser's work may still be under way
        await Expect(page.GetByText("Step 2 of 3")).ToBeVisibleAsync();
        await page.EnterCodeAsync(await portal.Mailbox.CodeAsync(person.Email));
        await Expect(page.GetByText("Step 3 of 3")).ToBeVisibleAsync();
        await page.Field("Display name").FillAsync("Quentin Demo");
        await page.Button("Continue").ClickAsync();

        await Expect(page).ToHaveURLAsync(portal.Address + "/account/");
        Assert.Equal(1, await portal.Data.CountAsync("users WHERE display_name = 'Quentin Demo' AND user_name = @value", person.Username));
        Assert.Equal(1, await portal.Data.CountAsync("registration_tokens WHERE times_used = 1"));
        await using var second = await stage.VisitAsync(portal);
        await second.Page.GotoAsync(link);
        await second.Page.SeeAsync("This invitation does not work");
    }

    [Fact]
    public async Task A_form_that_is_sent_before_the_browsers_work_is_done_goes_off_by_itself()
    {
        await using var portal = await PortalServer.StartAsync(Engine.Sqlite, new("Portal:Captcha:Service", "ProofOfWork"), new("Portal:Captcha:Difficulty", "8"));
        await using var visit = await stage.VisitAsync(portal);
        await visit.Page.AddInitScriptAsync("""
            const later = setTimeout;
            window.setTimeout = (what, delay) => what.name !== "work" || window.mayWork ? later(what, delay) : later(() => setTimeout(what, delay), 50);
            """);
        await visit.OpenAsync("/register");
        await visit.Page.FillRegistrationAsync(Person.New());
        await visit.Page.SeeTextAsync("Checking that no robot sends this form.");

        await visit.Page.Button("Continue").ClickAsync();
        await visit.Page.EvaluateAsync("window.mayWork = true");

        await visit.Page.SeeAsync("Check your email");
    }

    [Fact]
    public async Task A_name_is_checked_while_it_is_typed_and_nothing_moves()
    {
        await using var visit = await stage.VisitAsync();
        var taken = await visit.BecomeSomebodyAsync();
        await using var other = await stage.VisitAsync();
        var page = other.Page;
        await other.OpenAsync("/register");
        var place = await PlaceOfEmailAsync(page);

        await page.Field("Username").PressSequentiallyAsync(taken.Username);
        var problem = page.Locator("[data-name-problem]");
        await Expect(problem).ToContainTextAsync("Someone already has this name.Free now:");
        await Expect(page.Field("Username")).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Equal(place, await PlaceOfEmailAsync(page));

        var free = problem.GetByRole(AriaRole.Button).First;
        var suggestion = await free.InnerTextAsync();
        await free.ClickAsync();
        await Expect(page.Field("Username")).ToHaveValueAsync(suggestion);
        await Expect(page.Locator("[data-name-free]")).ToContainTextAsync($"@{suggestion}:example.org");
        await Expect(page.Field("Username")).Not.ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Equal(place, await PlaceOfEmailAsync(page));
    }

    [Fact]
    public async Task What_was_wrong_with_a_name_that_was_sent_goes_with_the_name()
    {
        await using var visit = await stage.VisitAsync();
        await visit.OpenAsync("/register");
        await visit.Page.Field("Username").FillAsync("12345");
        await visit.Page.SendUncheckedAsync("Continue");
        await visit.Page.SeeTextAsync("A username cannot be only digits. Add a letter.");

        await visit.Page.Field("Username").FillAsync("quentin.with.letters");

        await Expect(visit.Page.Locator("#username-error")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("[data-name-free]")).ToBeVisibleAsync();
    }

    public static TheoryData<string, string> Hints => new()
    {
        { "/login", "username: username webauthn, password: current-password" },
        { "/register/password", "username: username, email: email, password: new-password, accept_terms: " },
    };

    // As a password manager sees them: the form's own model, not the text of the page.
    [Theory]
    [MemberData(nameof(Hints))]
    public async Task Password_managers_are_told_what_every_field_is(string path, string hints)
    {
        await using var visit = await stage.VisitAsync();
        await visit.OpenAsync(path);

        Assert.Equal(hints, await HintsAsync(visit.Page));
    }

    [Fact]
    public async Task Password_managers_are_told_what_the_fields_of_the_steps_are()
    {
        await using var portal = await PortalServer.StartAsync(Engine.Sqlite, Everything);
        await using var visit = await stage.VisitAsync(portal);
        var (page, person) = (visit.Page, Person.New());
        await visit.OpenAsync("/register");
        Assert.Equal("token: off", await HintsAsync(page));
        await page.Field("Invitation code").FillAsync((await portal.RunAsync("registration-tokens", "issue")).Split('\n')[0].Trim());
        await page.Button("Continue").ClickAsync();
        await page.SeeAsync("Create your account");
        await page.FillRegistrationAsync(person);
        await page.Button("Continue").ClickAsync();
        await page.SeeAsync("Check your email");
        Assert.Equal("code: one-time-code", await HintsAsync(page));
        await page.EnterCodeAsync(await portal.Mailbox.CodeAsync(person.Email));
        await page.SeeAsync("What shall others call you?");
        Assert.Equal("display_name: name", await HintsAsync(page));
    }

    // In the page, however far it is scrolled.
    private static Task<double> PlaceOfEmailAsync(IPage page) => page.Field("Email").EvaluateAsync<double>("field => Math.round(field.getBoundingClientRect().top + scrollY)");

    private static Task<string> HintsAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => [...document.querySelector("main form").elements]
          .filter((field) => field.matches("input:not([type=hidden])"))
          .map((field) => `${field.name}: ${field.autocomplete}`).join(", ")
        """);
}
