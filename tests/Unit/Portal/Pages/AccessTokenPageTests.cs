using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Homeserver;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/account/tokens</c>, and what the OAuth endpoints say of such tokens (oauth contract, sections 7.1 to 7.3).</summary>
public sealed class AccessTokenPageTests : IAsyncLifetime
{
    private const string List = "account/tokens";
    private const string New = "account/tokens/new";

    private readonly RecordingHomeserver _homeserver = new();
    private PortalFactory _site = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync(change: services => services.AddSingleton<IHomeserver>(_homeserver));
        var alice = await _site.PersonAsync("alice");
        await _site.ArrangeAsync(A.Email(alice, "alice@mail.example"));
        _homeserver.Add("alice");
        _browser = await _site.SignedInAsync("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_person_makes_one_sees_it_once_and_ends_it()
    {
        Assert.Contains("No access tokens.", (await _browser.GetAsync(List)).Text, StringComparison.Ordinal);

        var made = await MakeAsync(("name", "weather bot"));
        Assert.Equal("Your access token", made.Heading);
        var token = TokenOf(made);
        Assert.Contains("no-store", made["Cache-Control"], StringComparison.Ordinal);
        Assert.True((await IntrospectAsync(token)).GetProperty("active").GetBoolean());

        Assert.Equal("/" + List, (await _browser.GetAsync(made.Address)).Location); // once
        var list = await _browser.GetAsync(List);
        Assert.Contains("weather bot", list.Text, StringComparison.Ordinal);
        Assert.Contains("Made just now. Not used yet.", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, list.Text, StringComparison.Ordinal);

        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        var ask = await _browser.GetAsync(EndLinkOf(list));
        Assert.Equal("End this access token?", ask.Heading);
        Assert.True((await IntrospectAsync(token)).GetProperty("active").GetBoolean()); // to look at the page ends nothing
        var ended = await _browser.FollowAsync(await _browser.SubmitAsync(ask));

        Assert.Contains("The access token is ended.", ended.Text, StringComparison.Ordinal);
        Assert.False((await IntrospectAsync(token)).GetProperty("active").GetBoolean());
        await _site.DeliverAsync();
        Assert.Equal([NoticeKind.AccessTokenMade, NoticeKind.AccessTokenEnded], _site.Mailer.Notices.Select(notice => notice.Kind));
        Assert.Contains("weather bot", (await _browser.GetAsync("account/activity")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Introspection_says_of_it_what_the_contract_says()
    {
        var token = TokenOf(await MakeAsync(("name", "weather bot"), ("reach", "Device"), ("lifetime", "30")));

        var answer = await IntrospectAsync(token, "access_token");

        var device = Assert.Single(_homeserver["alice"]!.Devices).Key;
        Assert.Equal(
            ["active", "scope", "username", "sub", "token_type", "exp", "expires_in", "iat", "nbf"],
            answer.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            $"{MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}{device} {MatrixScopes.UnstableApi} {MatrixScopes.UnstableDevicePrefix}{device}",
            answer.GetProperty("scope").GetString());
        Assert.Equal(("alice", "access_token", 30 * 24 * 3600), (answer.GetProperty("username").GetString(), answer.GetProperty("token_type").GetString(), answer.GetProperty("expires_in").GetInt32()));
        Assert.False((await IntrospectAsync(token, "refresh_token")).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Userinfo_and_revocation_do_not_know_it()
    {
        var token = TokenOf(await MakeAsync(("name", "weather bot")));
        using var client = _site.Raw();
        using var request = new HttpRequestMessage(HttpMethod.Get, "oauth2/userinfo") { Headers = { Authorization = new("Bearer", token) } };

        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await HttpApp.RegisterAsync(_site)).RevokeAsync(token)).Status);
        Assert.True((await IntrospectAsync(token)).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost()
    {
        var page = await MakeAsync(("name", " "), ("reach", "Device"), ("lifetime", "365"));

        Assert.Equal("required", page.Document.QuerySelector("#name-error")?.GetAttribute("data-error-code"));
        Assert.NotNull(page.Document.QuerySelector("input[name=reach][value=Device][checked]"));
        Assert.NotNull(page.Document.QuerySelector("input[name=lifetime][value='365'][checked]"));
        Assert.Equal("required", (await MakeAsync(("name", "bot"), ("lifetime", "never"))).Document.QuerySelector("#lifetime-error")?.GetAttribute("data-error-code"));
    }

    [Fact]
    public async Task Power_over_others_is_offered_to_those_who_may_grant_it_and_wants_a_tick_of_its_own()
    {
        Assert.Null((await _browser.GetAsync(New)).Document.QuerySelector("[name=runs_accounts]"));
        Assert.Contains("Such a token is not given to this account.", (await MakeAsync(("name", "bot"), ("runs_accounts", "true"), ("confirm_power", "true"))).Text, StringComparison.Ordinal);
        await _site.ChangeAsync(async database => (await database.Users.SingleAsync()).AllowAdmin(true));

        var page = await MakeAsync(("name", "bot"), ("reach", "Nothing"), ("runs_accounts", "true"));
        Assert.NotNull(page.Document.QuerySelector("#confirm_power-error"));
        Assert.NotNull(page.Document.QuerySelector("[name=runs_accounts][checked]"));
        var token = TokenOf(await MakeAsync(("name", "bot"), ("reach", "Nothing"), ("runs_accounts", "true"), ("confirm_power", "true")));

        Assert.Equal("urn:mas:admin", (await IntrospectAsync(token)).GetProperty("scope").GetString());
        Assert.Contains("Power over others", (await _browser.GetAsync(List)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_homeserver_that_is_away_is_said_and_nothing_is_made()
    {
        _homeserver.BeAway();

        Assert.Contains("Your homeserver did not make the device", (await MakeAsync(("name", "bot"), ("reach", "Device"))).Text, StringComparison.Ordinal);
        Assert.Contains("No access tokens.", (await _browser.GetAsync(List)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_asks_for_the_device_of_a_token_is_led_to_the_tokens()
    {
        await MakeAsync(("name", "bot"), ("reach", "Device"));

        Assert.Equal("/" + List, (await _browser.GetAsync($"account/devices/{Assert.Single(_homeserver["alice"]!.Devices).Key}")).Location);
    }

    [Fact]
    public async Task Who_has_not_proven_who_they_are_for_a_while_is_asked_to_before_one_is_made_but_not_before_one_is_ended()
    {
        await MakeAsync(("name", "bot"));
        var ask = await _browser.GetAsync(EndLinkOf(await _browser.GetAsync(List)));
        _site.Clock.Advance(new AccountOptions().ProofLifetime + TimeSpan.FromSeconds(1));

        Assert.StartsWith("/account/confirm?", (await _browser.GetAsync(New)).Location, StringComparison.Ordinal);
        Assert.StartsWith("/account/confirm?", (await _browser.PostAsync(New, ("csrf", ask.Field("csrf")!), ("name", "bot"))).Location, StringComparison.Ordinal);
        Assert.Equal("/" + List, (await _browser.SubmitAsync(ask)).Location);
        Assert.Equal(1, await _site.ReadAsync(database => database.PersonalSessions.CountAsync(session => session.FinishedAt != null)));
    }

    [Fact]
    public async Task The_account_page_leads_there_quietly_and_says_before_everything_is_signed_out_that_tokens_end()
    {
        var home = await _browser.GetAsync("account/");
        Assert.NotNull(home.Document.QuerySelector("a[href='/account/tokens']"));
        Assert.Null(home.Document.QuerySelector("a[href='/account/app-passwords']")); // the operator did not allow those
        await MakeAsync(("name", "bot"));

        Assert.Contains("1 access token of a bot or a script ends, too.", (await _browser.GetAsync("account/sessions/end-others")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_operator_lets_nobody_make_any_those_of_before_can_be_ended()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:AccessTokens:Allowed"] = "false" });
        var alice = await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        Assert.Null((await browser.GetAsync("account/")).Document.QuerySelector("a[href='/account/tokens']"));
        Assert.Equal("/" + List, (await browser.GetAsync(New)).Location);
        var (session, token) = AProgram.Stored(alice.Id, "mpt_of_before");
        await site.ArrangeAsync(session, token);

        Assert.NotNull((await browser.GetAsync("account/")).Document.QuerySelector("a[href='/account/tokens']"));
        var list = await browser.GetAsync(List);
        Assert.Null(list.Document.QuerySelector("a[href='/account/tokens/new']"));
        Assert.Equal("/" + List, (await browser.SubmitAsync(await browser.GetAsync(EndLinkOf(list)))).Location);
        Assert.NotNull(await site.ReadAsync(database => database.PersonalSessions.Select(stored => stored.FinishedAt).SingleAsync()));
    }

    private async Task<Answer> MakeAsync(params (string Name, string Value)[] fields) => await _browser.FollowAsync(await _browser.SubmitAsync(await _browser.GetAsync(New), fields));

    private static string TokenOf(Answer page) => page.Document.QuerySelector("#secret")?.TextContent ?? throw new InvalidOperationException($"No token was shown: {page.Heading}");

    private static string EndLinkOf(Answer list) => list.Document.QuerySelector("a[href$='/end']")!.GetAttribute("href")!;

    private async Task<JsonElement> IntrospectAsync(string token, string? hint = null) => (await new LegacyApp(_site).IntrospectAsync(token, hint)).Json;
}
