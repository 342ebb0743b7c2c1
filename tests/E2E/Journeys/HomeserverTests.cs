using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Portal.Tests.FakeHomeserver.Control;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>A portal in front of a homeserver, each a process: what people do in the browser and with their apps is what the homeserver has.</summary>
public sealed class HomeserverTests(Stage stage)
{
    private const string Phone = "Element X/25.06 (Google Pixel 8; Android 15; Sdk release)";

    [Fact]
    public async Task From_the_registration_to_the_end_of_a_device()
    {
        var portal = await stage.PortalAsync(PortalServer.WithHomeserver);
        await using var visit = await stage.VisitAsync(portal);
        var person = await visit.BecomeSomebodyAsync();
        await portal.SeeHomeserverEqualAsync();
        Assert.Equal([person.Email], (await UserAsync(portal, person)).Emails);

        var token = await (await App.RegisterAsync(visit, "Element")).SignInAsync(Phone);
        var device = Assert.Single((await UserAsync(portal, person)).Devices); // it has it as soon as the app has its token
        Assert.Equal("Element on Google Pixel 8", device.Name);
        Assert.Contains($"\"device_id\":\"{device.Id}\"", await WhoAmIAsync(visit, token), StringComparison.Ordinal);
        await portal.SeeHomeserverEqualAsync();

        await SignOutAsync(visit, "Google Pixel 8");
        await portal.SeeHomeserverEqualAsync();
        Assert.Empty((await UserAsync(portal, person)).Devices);
        Assert.Contains("M_UNKNOWN_TOKEN", await WhoAmIAsync(visit, token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_with_a_password_until_it_is_signed_out_in_the_portal()
    {
        var portal = await stage.PortalAsync(PortalServer.WithHomeserver);
        await using var visit = await stage.VisitAsync(portal);
        var person = await visit.BecomeSomebodyAsync();
        await using var bot = new Bot(visit);
        Assert.Equal(["m.login.password", "m.login.sso", "m.login.token"], await bot.FlowsAsync());

        await bot.SignInAsync(person, "Kitchen bot");

        var (me, device) = (await bot.WhoAmIAsync(), Assert.Single((await UserAsync(portal, person)).Devices));
        Assert.Equal(($"@{person.Username}:{PortalServer.ServerName}", device.Id), (me.GetProperty("user_id").GetString(), me.GetProperty("device_id").GetString()));
        Assert.Equal("Kitchen bot", device.Name);

        await SignOutAsync(visit, "Kitchen bot");
        await portal.SeeHomeserverEqualAsync();
        Assert.Empty((await UserAsync(portal, person)).Devices);
        Assert.Equal("M_UNKNOWN_TOKEN", await bot.FailToBeAnybodyAsync());
    }

    [Fact]
    public async Task A_bot_by_way_of_the_browser_until_it_signs_out_itself()
    {
        var portal = await stage.PortalAsync(PortalServer.WithHomeserver);
        await using var visit = await stage.VisitAsync(portal);
        var person = await visit.BecomeSomebodyAsync();
        await using var bot = new Bot(visit);

        await bot.SignInByBrowserAsync("Hallway bot");

        var (me, device) = (await bot.WhoAmIAsync(), Assert.Single((await UserAsync(portal, person)).Devices));
        Assert.Equal(device.Id, me.GetProperty("device_id").GetString());
        await visit.OpenAsync("/account/sessions");
        await visit.Page.SeeTextAsync("Hallway bot");

        await bot.SignOutAsync();
        await portal.SeeHomeserverEqualAsync();
        Assert.Empty((await UserAsync(portal, person)).Devices);
        Assert.Equal("M_UNKNOWN_TOKEN", await bot.FailToBeAnybodyAsync());
        await visit.OpenAsync("/account/sessions");
        await visit.Page.SeeTextAsync("No other devices.");
    }

    [Fact]
    public async Task A_bot_of_somebody_with_two_steps_has_a_password_or_a_token_of_its_own()
    {
        var portal = await stage.PortalAsync(new Dictionary<string, string>(PortalServer.WithHomeserver, StringComparer.Ordinal) { ["Portal:Account:AppPasswordsAllowed"] = "true" });
        await using var visit = await stage.VisitAsync(portal);
        var (page, person) = (visit.Page, await visit.BecomeSomebodyAsync());
        await visit.OpenAsync("/account/second-step/set-up");
        await visit.TurnOnSecondStepAsync();
        await using var bot = new Bot(visit);
        Assert.Equal("M_FORBIDDEN", await bot.FailToSignInAsync(person, "Kitchen bot"));

        await visit.OpenAsync("/account/app-passwords/new");
        await page.Field("Name").FillAsync("Kitchen");
        await page.Button("Make app password").ClickAsync();
        await page.SeeAsync("Your app password");
        await bot.SignInAsync(person, await page.Locator("#secret").InnerTextAsync(), "Kitchen bot");
        Assert.Equal($"@{person.Username}:{PortalServer.ServerName}", (await bot.WhoAmIAsync()).GetProperty("user_id").GetString());
        await portal.SeeHomeserverEqualAsync();

        await EndAsync(visit, "/account/app-passwords", "End Kitchen");
        await portal.SeeHomeserverEqualAsync();
        Assert.Equal("M_UNKNOWN_TOKEN", await bot.FailToBeAnybodyAsync());

        await visit.OpenAsync("/account/tokens/new");
        await page.Field("Name").FillAsync("Weather");
        await page.Field("Read and send messages in your name").CheckAsync();
        await page.Button("Make token").ClickAsync();
        await page.SeeAsync("Your access token");
        var token = await page.Locator("#secret").InnerTextAsync();
        await using var other = new Bot(visit);
        await other.UseAsync(token);
        Assert.Equal($"@{person.Username}:{PortalServer.ServerName}", (await other.WhoAmIAsync()).GetProperty("user_id").GetString());

        await EndAsync(visit, "/account/tokens", "End Weather");
        await page.SeeAsync("Access tokens");
        Assert.Equal("""{"active":false}""", await stage.IntrospectAsync(portal, token));
    }

    private static async Task EndAsync(Visit visit, string list, string what)
    {
        await visit.OpenAsync(list);
        await visit.Page.Link(what).ClickAsync();
        await visit.Page.ConfirmButton().ClickAsync();
    }

    private static async Task SignOutAsync(Visit visit, string device)
    {
        await visit.OpenAsync("/account/sessions");
        await visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = device }).SignOutAsync();
        await visit.Page.SeeNoticeAsync("is signed out.");
    }

    private static async Task<UserView> UserAsync(PortalServer portal, Person person) => Assert.Single(await portal.Homeserver.UsersAsync(), user => user.Localpart == person.Username);

    private static async Task<string> WhoAmIAsync(Visit visit, string token)
    {
        var response = await visit.Context.APIRequest.GetAsync(visit.Portal.Homeserver.Address + "_matrix/client/v3/account/whoami", new() { Headers = [new("Authorization", "Bearer " + token)] });
        return await response.TextAsync();
    }
}
