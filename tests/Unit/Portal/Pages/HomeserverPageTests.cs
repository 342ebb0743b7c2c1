using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Homeserver;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What people see of the homeserver, and of one that is away.</summary>
public sealed class HomeserverPageTests : IAsyncLifetime
{
    private readonly RecordingHomeserver _homeserver = new();
    private PortalFactory _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync(
            new Dictionary<string, string?> { ["Portal:Account:PasswordRegistrationEmailRequired"] = "false" },
            change: services => services.AddSingleton<IHomeserver>(_homeserver));
        await _site.PersonAsync("alice");
        _homeserver.Add("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Consent_shows_the_name_that_others_see()
    {
        await _homeserver.SetDisplayNameAsync("alice", "Alice Liddell", CancellationToken.None);
        var (browser, app) = (await _site.SignedInAsync("alice"), await HttpApp.RegisterAsync(_site));

        Assert.Contains("Alice Liddell", (await app.ConsentPageAsync(browser)).Text, StringComparison.Ordinal);
        Assert.Contains("Alice Liddell", (await (await HttpDevice.RequestAsync(_site)).PageAsync(browser)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_23_Consent_waits_a_second_for_a_homeserver_that_hangs_and_no_longer()
    {
        var (browser, app) = (await _site.SignedInAsync("alice"), await HttpApp.RegisterAsync(_site));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _homeserver.Before = (_, _) =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource().Task;
        };
        var page = app.ConsentPageAsync(browser);
        await asked.Task;

        _site.Clock.Advance(HomeserverQuestions.NamePatience);

        Assert.Equal(HttpStatusCode.OK, (await page).Status);
        Assert.Contains("alice", (await page).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_23_Consent_does_without_a_homeserver_that_is_away()
    {
        _homeserver.BeAway();
        var (browser, app) = (await _site.SignedInAsync("alice"), await HttpApp.RegisterAsync(_site));

        Assert.Equal(HttpStatusCode.OK, (await app.ConsentPageAsync(browser)).Status);
    }

    [Fact]
    public async Task An_app_gets_its_tokens_and_its_device_or_a_fault_and_may_try_again()
    {
        var (browser, app) = (await _site.SignedInAsync("alice"), await HttpApp.RegisterAsync(_site, name: "Element"));
        var code = await app.CodeAsync(browser);
        _homeserver.BeAway();
        var refused = await app.ExchangeAsync(code);
        Assert.Equal((HttpStatusCode.InternalServerError, "server_error"), (refused.Status, refused.Error));
        _homeserver.BeBack();

        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(code)).Status);

        Assert.Equal("Element on Unknown device", _homeserver["alice"]!.Devices[A.DeviceId]);
    }

    [Fact]
    public async Task Sign_out_in_the_portal_takes_the_device_away()
    {
        var (browser, app) = (await _site.SignedInAsync("alice"), await HttpApp.RegisterAsync(_site));
        var tokens = await app.TokensAsync(browser);
        await app.RevokeAsync(tokens.GetProperty("access_token").GetString()!);

        await _site.DeliverAsync();

        Assert.Empty(_homeserver["alice"]!.Devices);
    }

    [Fact]
    public async Task A_form_whose_name_could_not_be_looked_up_says_so_and_keeps_what_was_typed()
    {
        _homeserver.BeAway();
        var browser = _site.Browser();

        var page = await RegisterAsync(browser, "bob");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("because the homeserver does not answer", page.Text, StringComparison.Ordinal);
        Assert.Equal("bob", page.Field("username"));
    }

    [Fact]
    public async Task The_check_while_one_types_says_so_too()
    {
        _homeserver.BeAway();
        var browser = _site.Browser();
        browser.Headers["Sec-Fetch-Site"] = "same-origin";

        var answer = await browser.GetAsync("register/username?name=bob");

        Assert.False(answer.Json.GetProperty("free").GetBoolean());
        Assert.Equal("unanswered", answer.Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_name_of_the_homeserver_is_taken()
    {
        _homeserver.Add("bob");

        var page = await RegisterAsync(_site.Browser(), "bob");

        Assert.Contains("Someone already has this name.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_goes_on_where_the_homeserver_was_away()
    {
        var browser = _site.Browser();
        // It goes away after the form, before the last step.
        var asked = 0;
        _homeserver.Before = (_, _) => ++asked > 1 ? throw new HomeserverException("away") : Task.CompletedTask;
        var page = await browser.FollowAsync(await RegisterAsync(browser, "bob"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Your account is not finished yet"), (page.Status, page.Heading));
        _homeserver.BeBack();

        var done = await browser.GetAsync(page.Document.QuerySelector("main a")!.GetAttribute("href")!);

        Assert.Equal("/account/", done.Location);
        await _site.DeliverAsync();
        Assert.NotNull(_homeserver["bob"]);
    }

    [Fact]
    public async Task Line_24_A_name_that_the_homeserver_did_not_take_is_asked_for_again()
    {
        var browser = await _site.SignedInAsync("alice");
        await (await HttpApp.RegisterAsync(_site)).TokensAsync(browser);
        var id = await _site.ReadAsync(database => database.OAuthSessions.Select(session => session.Id).SingleAsync());
        var address = $"account/sessions/{new SessionReference(AccountSessionKind.OAuth, id)}/rename";
        _homeserver.BeAway();

        var page = await browser.SubmitAsync(await browser.GetAsync(address), ("name", "My laptop"));

        Assert.Contains("Your homeserver did not take the name", page.Text, StringComparison.Ordinal);
        Assert.Equal("My laptop", page.Field("name"));
        Assert.Null(await _site.ReadAsync(database => database.OAuthSessions.Select(session => session.HumanName).SingleAsync()));
    }

    [Fact]
    public async Task A_display_name_that_the_homeserver_did_not_take_is_asked_for_again()
    {
        var browser = await _site.SignedInAsync("alice");
        _homeserver.BeAway();

        var page = await browser.SubmitAsync(await browser.GetAsync("account/profile"), ("display_name", "Alice Liddell"));

        Assert.Contains("Your homeserver did not take the name", page.Text, StringComparison.Ordinal);
        Assert.Equal("Alice Liddell", page.Field("display_name"));
    }

    private static async Task<Answer> RegisterAsync(Browser browser, string username) => await browser.SubmitAsync(
        await browser.GetAsync("register/password"), ("username", username), ("password", A.Password), ("password_confirm", A.Password));
}
