using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What a person sees who has as many devices as there may be (flows contract, sections 8.3 and 9.6).</summary>
public sealed class DeviceLimitPageTests : IAsyncLifetime
{
    private PortalFactory _portal = null!;
    private Browser _browser = null!;
    private HttpApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Sessions:Limit:SoftLimit"] = "2" });
        await _portal.PersonAsync("alice");
        _browser = await _portal.SignedInAsync("alice");
        _app = await HttpApp.RegisterAsync(_portal);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Line_34_Consent_says_how_many_must_go_and_where_and_goes_on_once_they_are_gone()
    {
        await FillAsync();

        var full = await _app.ConsentPageAsync(_browser);
        Assert.Equal("You have too many devices", full.Heading);
        Assert.Contains("sign out 1 device.", full.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/account/sessions", full.Document.QuerySelector("main a[data-kind=main]")?.GetAttribute("href"));
        Assert.Equal("You have too many devices", (await _browser.FollowAsync(await _browser.SubmitAsync(full, ("action", "allow")))).Heading);

        var list = await _browser.GetAsync("account/sessions");
        Assert.Contains("You use 2 of 2 devices that you may have.", list.Text, StringComparison.Ordinal);
        Assert.Equal("You have reached the limit.", list.Document.QuerySelector(".note[data-tone=danger] b")?.TextContent);
        await _browser.SubmitAsync(await _browser.GetAsync(list.Document.QuerySelector("a[href*='sign-out?session=oauth2_session:']")!.GetAttribute("href")!));

        await _browser.GetAsync("account/sessions"); // the notice
        Assert.Equal("You have almost reached the limit.", (await _browser.GetAsync("account/sessions")).Document.QuerySelector(".note b")?.TextContent);
        Assert.NotNull((await _browser.SubmitAsync(await _browser.GetAsync(full.Address), ("action", "allow"))).Returned("code"));
    }

    [Fact]
    public async Task Cancel_tells_the_app()
    {
        await FillAsync();

        var answer = await _browser.SubmitAsync(await _app.ConsentPageAsync(_browser), ("action", "cancel"));

        Assert.Equal("access_denied", answer.Returned("error"));
    }

    [Fact]
    public async Task A_device_is_not_let_in_either()
    {
        await FillAsync();
        var device = await HttpDevice.RequestAsync(_portal);

        var page = await device.PageAsync(_browser);
        Assert.Equal("You have too many devices", page.Heading);
        await _browser.SubmitAsync(page, ("action", "consent"), ("confirm_device", "true"));

        Assert.Equal(2, await _portal.ReadAsync(database => database.OAuthSessions.CountAsync()));
        Assert.Equal("You have too many devices", (await _browser.GetAsync(page.Address)).Heading);
        Assert.Equal("The device gets nothing", (await _browser.SubmitAsync(page, ("action", "reject"))).Heading);
    }

    [Fact]
    public async Task What_else_is_wrong_is_said_as_before()
    {
        await FillAsync();

        var page = await _app.ConsentPageAsync(_browser, ("scope", A.MatrixScope + " urn:synapse:admin:*"));

        Assert.Equal((HttpStatusCode.OK, "Example asks for more than it may have"), (page.Status, page.Heading));
    }

    private async Task FillAsync()
    {
        await _app.TokensAsync(_browser);
        await _app.TokensAsync(_browser);
    }
}
