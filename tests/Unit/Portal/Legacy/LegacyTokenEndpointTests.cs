using System.Net;
using Portal.Identity.Accounts;
using Portal.Identity.Legacy;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>POST /refresh</c>, <c>/logout</c> and <c>/logout/all</c> (compat contract, sections 9 and 15).</summary>
public abstract class LegacyTokenEndpointTests(LegacySite shared) : LegacyTest(shared)
{
    private const string Refreshing = "\"refresh_token\":true";
    private static readonly (int, string?, string?) NoRefreshToken = (401, "M_UNKNOWN_TOKEN", "Invalid refresh token");
    private static readonly (int, string?, string?) NoAccessToken = (401, "M_UNKNOWN_TOKEN", "Invalid access token");

    [Fact]
    public async Task Line_15_A_refresh_token_works_once_and_so_does_the_one_that_it_buys()
    {
        var login = await App.SignedInAsync(Alice, Refreshing);

        var second = (await App.RefreshAsync(login.Text("refresh_token"))).Json;
        var third = await App.RefreshAsync(second.Text("refresh_token"));

        Assert.Equal(["access_token", "refresh_token", "expires_in_ms"], third.Json.Members());
        Assert.Equal((300_000, "no-store"), (third.Json.GetProperty("expires_in_ms").GetInt32(), third["Cache-Control"]));
        Assert.Equal(NoRefreshToken, (await App.RefreshAsync(login.Text("refresh_token"))).Refusal());
        Assert.Equal(NoRefreshToken, (await App.RefreshAsync(second.Text("refresh_token"))).Refusal());
        Assert.False(await App.IsActiveAsync(login.Text("access_token")));
        Assert.False(await App.IsActiveAsync(second.Text("access_token")));
        Assert.True(await App.IsActiveAsync(third.Json.Text("access_token")));
    }

    [Fact]
    public async Task A17_A_refresh_token_that_comes_again_is_noted()
    {
        var login = await App.SignedInAsync(Alice, Refreshing);
        await App.RefreshAsync(login.Text("refresh_token"));

        await App.RefreshAsync(login.Text("refresh_token"));

        var noted = await NotedAsync();
        Assert.Equal((SecurityEvent.RefreshTokenReplayed, (await SessionAsync()).Id), (noted.Kind, noted.SessionId));
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task All_other_refresh_tokens_of_the_session_are_used_up_with_it()
    {
        var login = await App.SignedInAsync(Alice, Refreshing);
        var session = await SessionAsync();
        var imported = LegacyAccessToken.Issue(session.Id, $"syt_{Alice}", Now, TimeSpan.FromHours(1));
        await Site.ArrangeAsync(imported, LegacyRefreshToken.Issue(imported, $"syr_{Alice}", Now));

        Assert.Equal(HttpStatusCode.OK, (await App.RefreshAsync($"syr_{Alice}")).Status);

        Assert.Equal(NoRefreshToken, (await App.RefreshAsync(login.Text("refresh_token"))).Refusal());
        Assert.False(await App.IsActiveAsync($"syt_{Alice}"));
    }

    [Fact]
    public async Task An_access_token_that_can_be_refreshed_ends_at_its_time_and_one_that_cannot_never_does()
    {
        var (short_, lasting) = (await App.SignedInAsync(Alice, Refreshing), await Another().SignedInAsync(Alice));

        Site.Clock.Jump(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.True(await App.IsActiveAsync(short_.Text("access_token")));
        Site.Clock.Jump(TimeSpan.FromMilliseconds(1));
        Assert.False(await App.IsActiveAsync(short_.Text("access_token")));
        Site.Clock.Jump(TimeSpan.FromDays(30));
        Assert.True(await App.IsActiveAsync(lasting.Text("access_token")));
    }

    [Fact]
    public async Task Line_17_Tokens_of_the_other_protocol_and_of_the_other_kind_are_not_taken()
    {
        var tokens = await (await HttpApp.RegisterAsync(Site)).TokensAsync(await Site.SignedInAsync(Alice));
        var login = await App.SignedInAsync(Alice, Refreshing);

        Assert.Equal(NoRefreshToken, (await App.RefreshAsync(tokens.Text("refresh_token"))).Refusal());
        Assert.Equal(NoRefreshToken, (await App.RefreshAsync(tokens.Text("access_token"))).Refusal());
        Assert.Equal(NoRefreshToken, (await App.RefreshAsync(login.Text("access_token"))).Refusal());
        Assert.Equal(NoAccessToken, (await App.LogoutAsync(tokens.Text("access_token"))).Refusal());
        Assert.Equal(NoAccessToken, (await App.LogoutAsync(tokens.Text("refresh_token"))).Refusal());
        Assert.Equal(NoAccessToken, (await App.LogoutAsync(login.Text("refresh_token"))).Refusal());
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task Nor_does_the_other_protocol_take_these()
    {
        var (app, login) = (await HttpApp.RegisterAsync(Site), await App.SignedInAsync(Alice, Refreshing));

        Assert.Equal(HttpStatusCode.OK, (await app.RevokeAsync(login.Text("access_token"))).Status);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(login.Text("refresh_token"))).Error);
        Assert.True(await App.IsActiveAsync(login.Text("access_token")));
    }

    [Fact]
    public async Task A_refresh_is_an_activity()
    {
        var login = await App.SignedInAsync(Alice, Refreshing);
        Site.Clock.Jump(TimeSpan.FromMinutes(3));
        App.UserAgent = "Element/2";

        await App.RefreshAsync(login.Text("refresh_token"));

        var session = await SessionAsync();
        Assert.Equal((Now, "Element/2"), (session.LastActiveAt, session.UserAgent));
    }

    [Fact]
    public async Task A_locked_person_can_refresh_and_sign_out_and_the_token_works_once_they_are_unlocked()
    {
        var login = await App.SignedInAsync(Alice, Refreshing);
        await ChangeAliceAsync(user => user.Lock(Now));

        var refreshed = (await App.RefreshAsync(login.Text("refresh_token"))).Json;

        Assert.False(await App.IsActiveAsync(refreshed.Text("access_token")));
        await UnlockAliceAsync();
        Assert.True(await App.IsActiveAsync(refreshed.Text("access_token")));
        await ChangeAliceAsync(user => user.Lock(Now));
        Assert.Equal(HttpStatusCode.OK, (await App.LogoutAsync(refreshed.Text("access_token"))).Status);
    }

    [Fact]
    public async Task Line_18_A28_After_signing_out_nothing_works_any_more_and_the_homeserver_is_told()
    {
        var login = await App.SignedInAsync(Alice, Refreshing);

        var answer = await App.LogoutAsync(login.Text("access_token"));

        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Text));
        Assert.False(await App.IsActiveAsync(login.Text("access_token")));
        Assert.Equal(1, await SyncsAsync());
        Assert.Equal(NoRefreshToken, (await App.RefreshAsync(login.Text("refresh_token"))).Refusal());
        Assert.Equal(NoAccessToken, (await App.LogoutAsync(login.Text("access_token"))).Refusal());
        Assert.Equal(1, await SyncsAsync());
    }

    [Theory]
    [InlineData("logout")]
    [InlineData("logout/all")]
    public async Task Signing_out_needs_a_token_in_the_header(string path)
    {
        var login = await App.SignedInAsync(Alice);

        Assert.Equal((401, "M_MISSING_TOKEN", "Missing access token"), (await App.SendAsync(HttpMethod.Post, $"{path}?access_token={login.Text("access_token")}")).Refusal());
        Assert.Equal((401, "M_MISSING_TOKEN", "Missing access token"), (await App.SendAsync(HttpMethod.Post, path, authorization: "Basic YTpi")).Refusal());
        Assert.Equal(NoAccessToken, (await App.SendAsync(HttpMethod.Post, path, authorization: "Bearer a")).Refusal());
        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task An_expired_token_does_not_sign_out()
    {
        var login = await App.SignedInAsync(Alice, Refreshing);
        Site.Clock.Jump(TimeSpan.FromMinutes(5));

        Assert.Equal(NoAccessToken, (await App.LogoutAsync(login.Text("access_token"))).Refusal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"io.element.only_compat_is_fine":false}""")]
    public async Task Line_19_Signing_out_everywhere_is_refused_to_who_does_not_know_what_that_is(string? body)
    {
        var login = await App.SignedInAsync(Alice);

        Assert.Equal((404, "M_UNRECOGNIZED", "The /logout/all endpoint is not supported by this deployment"), (await App.LogoutAllAsync(login.Text("access_token"), body)).Refusal());
        Assert.Equal((1, 0), (await ActiveAsync(), await SyncsAsync()));
    }

    [Fact]
    public async Task Who_knows_ends_all_of_the_kind_and_nothing_else()
    {
        var bob = NewName();
        await Site.PersonAsync(bob);
        var browser = await Site.SignedInAsync(Alice);
        var tokens = await (await HttpApp.RegisterAsync(Site)).TokensAsync(browser);
        var (first, second) = (await App.SignedInAsync(Alice), await Another().SignedInAsync(Alice));
        var bobs = await Another().SignedInAsync(bob);

        var answer = await App.LogoutAllAsync(first.Text("access_token"), """{"io.element.only_compat_is_fine":true}""");

        Assert.Equal((HttpStatusCode.OK, "{}", 1), (answer.Status, answer.Text, await SyncsAsync()));
        Assert.False(await App.IsActiveAsync(second.Text("access_token")));
        Assert.True(await App.IsActiveAsync(bobs.Text("access_token")));
        Assert.True(await App.IsActiveAsync(tokens.Text("access_token")));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task Somebody_who_is_locked_cannot_end_all()
    {
        var login = await App.SignedInAsync(Alice);
        await ChangeAliceAsync(user => user.Lock(Now));

        Assert.Equal(NoAccessToken, (await App.LogoutAllAsync(login.Text("access_token"), """{"io.element.only_compat_is_fine":true}""")).Refusal());
    }

    [Theory]
    [InlineData("""{"io.element.only_compat_is_fine":"yes"}""", "M_BAD_JSON")]
    [InlineData("{", "M_NOT_JSON")]
    public async Task The_wish_to_end_all_must_be_JSON(string body, string code) =>
        Assert.Equal(code, (await App.LogoutAllAsync((await App.SignedInAsync(Alice)).Text("access_token"), body)).Refusal().Code);

    public sealed class OnSqlite(LegacySite.OnSqlite shared) : LegacyTokenEndpointTests(shared), IClassFixture<LegacySite.OnSqlite>;

    public sealed class OnPostgres(LegacySite.OnPostgres shared) : LegacyTokenEndpointTests(shared), IClassFixture<LegacySite.OnPostgres>;
}
