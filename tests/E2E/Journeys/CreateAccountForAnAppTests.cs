using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The main job: somebody without an account comes from an app, gets one, uses the app, and ends it from the account page.</summary>
public sealed class CreateAccountForAnAppTests(Stage stage)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task From_the_app_and_back_to_it_with_a_new_account(Engine engine)
    {
        var portal = await stage.PortalAsync(engine);
        await using var visit = await stage.VisitAsync(portal);
        var person = Person.New();
        var app = visit.Page;
        await app.GotoAsync(stage.Client.For(portal));
        await app.Field("Prompt").FillAsync("create");
        await app.Button("Sign in").ClickAsync();

        await app.SeeAsync("Create your account");
        await visit.RegisterAsync(person);
        await app.SeeAsync("Let Test app use your account?");
        await app.AnswerAsync("Allow");

        await Expect(app.Field("Status")).ToHaveTextAsync("Signed in");
        await UseAndSignOutAsync(visit, app, portal, person);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task The_same_without_scripts_on_any_page_of_the_portal(Engine engine)
    {
        var portal = await stage.PortalAsync(engine);
        await using var home = await stage.VisitAsync(portal);
        await using var visit = await stage.VisitAsync(portal, new() { JavaScriptEnabled = false });
        var person = Person.New();
        var (app, page) = (home.Page, visit.Page);
        await app.GotoAsync(stage.Client.For(portal));
        await app.Field("Prompt").FillAsync("create");
        await app.Button("Show the address").ClickAsync();
        await Expect(app.Field("Authorization request")).ToContainTextAsync("http");

        await page.GotoAsync(await app.Field("Authorization request").InnerTextAsync());
        await page.SeeAsync("Create your account");
        await visit.RegisterAsync(person);
        await page.SeeAsync("Let Test app use your account?");
        await page.Button("Allow").ClickAsync();
        await page.SeeAsync("Test app");
        await app.GotoAsync(page.Url); // the answer, in the browser that asked

        await Expect(app.Field("Status")).ToHaveTextAsync("Signed in");
        await UseAndSignOutAsync(visit, app, portal, person);
    }

    /// <param name="visit">Where the person is signed in to the portal.</param>
    /// <param name="app">Where the app runs.</param>
    private async Task UseAndSignOutAsync(Visit visit, IPage app, PortalServer portal, Person person)
    {
        var first = await app.Field("Access token").InnerTextAsync();
        Assert.Contains($"\"username\":\"{person.Username}\"", await stage.IntrospectAsync(portal, first));

        await app.Button("Refresh").ClickAsync();
        await Expect(app.Field("Status")).ToHaveTextAsync("Refreshed");
        var second = await app.Field("Access token").InnerTextAsync();
        Assert.NotEqual(first, second);
        Assert.Equal("""{"active":false}""", await stage.IntrospectAsync(portal, first));
        Assert.Contains("\"active\":true", await stage.IntrospectAsync(portal, second));

        var account = visit.Page == app ? await visit.Context.NewPageAsync() : visit.Page;
        await account.GotoAsync(portal.Address + "/account/");
        await account.GetByRole(AriaRole.Link, new() { Name = "Where you are signed in" }).ClickAsync();
        await account.SeeAsync("Where you are signed in");
        var row = account.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Test app" });
        await row.SignOutAsync();

        await account.SeeNoticeAsync("is signed out.");
        Assert.Equal("""{"active":false}""", await stage.IntrospectAsync(portal, second));
        Assert.Equal(1, await portal.Mailbox.CountAsync(person.Email));
    }
}
