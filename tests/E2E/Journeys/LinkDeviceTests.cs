using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>Somebody signs a device in that has no browser of its own.</summary>
public sealed class LinkDeviceTests(Stage stage)
{
    [Theory]
    [InlineData(Engine.Sqlite, true)]
    [InlineData(Engine.PostgreSql, true)]
    [InlineData(Engine.Sqlite, false)]
    public async Task From_the_code_on_its_screen_to_the_list_of_devices(Engine engine, bool scripts)
    {
        var portal = await stage.PortalAsync(engine);
        await using var visit = await stage.VisitAsync(portal, new() { JavaScriptEnabled = scripts });
        using var device = await Device.BeginAsync(visit);
        var (page, person) = (visit.Page, Person.New());
        Assert.Equal("authorization_pending", Device.Text(await device.AskAsync(), "error"));

        await page.GotoAsync(device.VerificationUri);
        await page.EnterCodeAsync($"{device.UserCode[..3]}-{device.UserCode[3..]}".ToLowerInvariant());
        await page.SeeAsync("Sign in to example.org");
        await page.Link("Create an account").ClickAsync();
        await visit.RegisterAsync(person);

        await page.SeeAsync("Is this device yours?");
        await page.SeeTextAsync($"{device.UserCode[..3]} {device.UserCode[3..]}");
        await page.Field("This is my device, and it shows the same code").CheckAsync();
        if (scripts)
        {
            await page.ArmAsync();
        }

        await page.Button("Allow").ClickAsync();
        await page.SeeAsync("The device is allowed");

        var token = Device.Text(await device.AskAsync(), "access_token");
        Assert.Contains($"\"username\":\"{person.Username}\"", await stage.IntrospectAsync(portal, token), StringComparison.Ordinal);
        await page.Link("See where you are signed in").ClickAsync();
        await page.SeeAsync("Where you are signed in");
        await page.SeeTextAsync("Cinny on Windows");
    }

    [Fact]
    public async Task Whoever_did_not_start_it_ends_it()
    {
        await using var visit = await stage.VisitAsync();
        using var device = await Device.BeginAsync(visit);
        await visit.BecomeSomebodyAsync();
        await visit.Page.GotoAsync(device.VerificationUri);
        await visit.Page.EnterCodeAsync(device.UserCode);

        await visit.Page.Button("I did not start this").ClickAsync();

        await visit.Page.SeeAsync("Good that you looked");
        Assert.Equal("access_denied", Device.Text(await device.AskAsync(), "error"));
    }

    [Fact]
    public async Task A_code_is_typed_in_any_case_and_shown_in_capitals()
    {
        await using var visit = await stage.VisitAsync();
        await visit.OpenAsync("/link");

        await visit.Page.Field("Code").PressSequentiallyAsync("k7x-m2 p9");

        await Microsoft.Playwright.Assertions.Expect(visit.Page.Field("Code")).ToHaveValueAsync("K7XM2P");
    }
}
