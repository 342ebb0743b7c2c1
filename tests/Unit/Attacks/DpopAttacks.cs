using System.Net;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to use what was stolen from a client that proves its key (RFC 9449 §2), without the key.</summary>
public sealed class DpopAttacks(SharedPortal shared) : PortalTest(shared)
{
    private const string UserInfo = "oauth2/userinfo";
    private readonly DpopKey _thief = new();

    [Fact]
    public async Task A_stolen_access_token_is_no_bearer_token()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        var (access, _) = await app.TokensAsync(await SomebodyAsync());

        AssertWorthless(await app.UserInfoAsync("Bearer " + access), "invalid_token");
        AssertWorthless(await app.UserInfoAsync("Bearer " + access, app.Proof(UserInfo, "GET", access, _thief)), "invalid_token");
        AssertWorthless(await app.Http.SendAsync(UserInfo, null, ("access_token", access)), "invalid_token");
        AssertWorthless(await app.UserInfoAsync("DPoP " + access), "invalid_dpop_proof");
        AssertWorthless(await app.UserInfoAsync("DPoP " + access, app.Proof(UserInfo, "GET", access, _thief)), "invalid_token");
        Assert.Equal(HttpStatusCode.OK, (await app.UserInfoWithProofAsync(access)).Status);
    }

    [Fact]
    public async Task A_stolen_access_token_opens_nothing_at_a_homeserver()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        var (access, _) = await app.TokensAsync(await SomebodyAsync());

        var told = await app.Http.HomeserverIntrospectsAsync(access);

        Assert.Equal(("openid", "DPoP"), (told.GetProperty("scope").GetString(), told.GetProperty("token_type").GetString()));
        Assert.Equal("invalid_scope", (await app.Http.ExchangeAsync(await app.Http.CodeAsync(await SomebodyAsync(), ("scope", A.MatrixScope)))).Error);
    }

    [Fact]
    public async Task A_proof_that_was_seen_with_the_token_does_not_work_again_nor_for_anything_else()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        var person = await SomebodyAsync();
        var ((access, _), (other, _)) = (await app.TokensAsync(person), await app.TokensAsync(person));
        var seen = app.Proof(UserInfo, "GET", access);
        Assert.Equal(HttpStatusCode.OK, (await app.UserInfoAsync("DPoP " + access, seen)).Status);

        AssertWorthless(await app.UserInfoAsync("DPoP " + access, seen), "invalid_dpop_proof");
        AssertWorthless(await app.UserInfoAsync("DPoP " + other, app.Proof(UserInfo, "GET", access)), "invalid_dpop_proof");
        AssertWorthless(await app.UserInfoAsync("DPoP " + access, app.Proof(UserInfo, "POST", access)), "invalid_dpop_proof");
        AssertWorthless(await app.UserInfoAsync("DPoP " + access, app.Proof("oauth2/token", "GET", access)), "invalid_dpop_proof");
        AssertWorthless(await app.UserInfoAsync("DPoP " + access, app.Proof(UserInfo, "GET", access), app.Proof(UserInfo, "GET", access)), "invalid_dpop_proof");
    }

    [Fact]
    public async Task A_proof_for_the_token_endpoint_opens_nothing_at_userinfo()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        var (access, _) = await app.TokensAsync(await SomebodyAsync());

        AssertWorthless(await app.UserInfoAsync("DPoP " + access, app.Proof(UserInfo, "GET")), "invalid_dpop_proof");
    }

    [Theory]
    [InlineData(ClientAuthMethod.None)]
    [InlineData(ClientAuthMethod.Basic)] // though the thief has the secret too
    public async Task A_stolen_refresh_token_is_worthless_and_its_theft_ends_nothing(string method)
    {
        using var app = await DpopApp.RegisterAsync(Site, method);
        var (_, refresh) = await app.TokensAsync(await SomebodyAsync());

        app.Http.Prove = null;
        Assert.Equal("invalid_grant", (await app.Http.RefreshAsync(refresh)).Error);
        app.Http.Prove = path => app.Proof(path, key: _thief);
        Assert.Equal("invalid_grant", (await app.Http.RefreshAsync(refresh)).Error);
        app.Http.Prove = path => app.Proof(path);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.RefreshAsync(refresh)).Status);
    }

    [Fact]
    public async Task A_stolen_code_and_its_verifier_are_worthless_where_the_request_named_the_key()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        var code = await app.Http.CodeAsync(await SomebodyAsync(), ("scope", "openid"), ("dpop_jkt", app.Key.Thumbprint));

        app.Http.Prove = path => app.Proof(path, key: _thief);
        Assert.Equal("invalid_grant", (await app.Http.ExchangeAsync(code)).Error);
        app.Http.Prove = path => app.Proof(path);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.ExchangeAsync(code)).Status);
    }

    [Fact]
    public async Task A_recorded_token_request_does_not_work_again()
    {
        using var app = await DpopApp.RegisterAsync(Site);
        var (_, refresh) = await app.TokensAsync(await SomebodyAsync());
        var proof = app.Proof("oauth2/token");
        app.Http.Prove = _ => proof;

        Assert.Equal(HttpStatusCode.OK, (await app.Http.RefreshAsync(refresh)).Status);
        Assert.Equal("invalid_dpop_proof", (await app.Http.RefreshAsync(refresh)).Error);
    }

    [Fact]
    public async Task Proofs_made_ahead_are_worthless_without_the_nonce_of_then()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        using var app = await DpopApp.RegisterAsync(site);
        var (_, refresh) = await app.TokensAsync(await site.SignedInAsync("alice"));
        var prepared = app.Proof("oauth2/token", changes: ("iat", site.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds()));

        site.Clock.Advance(TimeSpan.FromHours(1));
        app.Http.Prove = _ => prepared;

        Assert.Equal("use_dpop_nonce", (await app.Http.RefreshAsync(refresh)).Error);
    }

    private static void AssertWorthless(Answer answer, string error)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Empty(answer.Text);
        Assert.StartsWith($"DPoP error=\"{error}\"", answer["WWW-Authenticate"], StringComparison.Ordinal);
    }
}
