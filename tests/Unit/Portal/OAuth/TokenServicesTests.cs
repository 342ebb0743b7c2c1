using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Introspection, revocation and userinfo (oauth contract, section 11, lines 59 to 66).</summary>
public sealed class TokenServicesTests(SharedPortal shared) : PortalTest(shared)
{
    private const string Inactive = """{"active":false}""";

    [Fact]
    public async Task Line_59_an_access_token_is_introspected()
    {
        var (app, name) = (await HttpApp.RegisterAsync(Site), NewName());
        var user = await Site.PersonAsync(name);
        var tokens = await app.TokensAsync(await Site.SignedInAsync(name));

        var answer = await app.HomeserverIntrospectsAsync(Text(tokens, "access_token"), "access_token");

        Assert.Equal(
            ["active", "client_id", "exp", "expires_in", "iat", "jti", "nbf", "scope", "sub", "token_type", "username"], answer.EnumerateObject().Select(member => member.Name).Order());
        Assert.True(answer.GetProperty("active").GetBoolean());
        Assert.Equal(app.Id, Text(answer, "client_id"));
        Assert.Equal(name, Text(answer, "username"));
        Assert.Equal(user.Id, Ids.Of(Text(answer, "sub")));
        Assert.Equal("access_token", Text(answer, "token_type"));
        Assert.Equal(300, answer.GetProperty("expires_in").GetInt32());
        Assert.Equal(
            "urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ urn:matrix:org.matrix.msc2967.client:api:* urn:matrix:org.matrix.msc2967.client:device:ABCDEFGHIJ",
            Text(answer, "scope"));
    }

    [Fact]
    public async Task Line_59_a_refresh_token_is_introspected()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var tokens = await app.TokensAsync(await SomebodyAsync());

        var answer = await app.HomeserverIntrospectsAsync(Text(tokens, "refresh_token"), "refresh_token");

        Assert.Equal("refresh_token", Text(answer, "token_type"));
        Assert.False(answer.TryGetProperty("exp", out _));
        Assert.False(answer.TryGetProperty("expires_in", out _));
    }

    [Theory]
    [InlineData("access_token", "refresh_token")]
    [InlineData("refresh_token", "access_token")]
    [InlineData("access_token", "nonsense")]
    public async Task Line_59_a_wrong_hint_makes_a_token_inactive(string which, string hint)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var tokens = await app.TokensAsync(await SomebodyAsync());

        Assert.Equal(Inactive, (await app.HomeserverIntrospectsAsync(Text(tokens, which), hint)).GetRawText());
    }

    [Fact]
    public async Task Line_60_an_hour_later_only_the_refresh_token_lives()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var app = await HttpApp.RegisterAsync(site);
        var tokens = await app.TokensAsync(await site.SignedInAsync("alice"));
        site.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Inactive, (await app.HomeserverIntrospectsAsync(Text(tokens, "access_token"))).GetRawText());
        Assert.True((await app.HomeserverIntrospectsAsync(Text(tokens, "refresh_token"))).GetProperty("active").GetBoolean());
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1")]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_000000")]
    [InlineData("syt_YWxpY2U_x_y")]
    [InlineData("ẞ")]
    public async Task Line_61_the_homeserver_learns_only_that_a_strange_token_is_inactive(string token)
    {
        var app = await HttpApp.RegisterAsync(Site);

        Assert.Equal(Inactive, (await app.HomeserverIntrospectsAsync(token)).GetRawText());
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("bearer the secret of the homeserve")]
    [InlineData("Bearer THE SECRET OF THE HOMESERVER")]
    public async Task Line_61_another_bearer_may_not_introspect(string authorization)
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await app.SendAsync("oauth2/introspect", authorization, ("token", "x"));

        Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest]);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            Assert.Equal("access_denied", answer.Error);
        }
    }

    [Fact]
    public async Task Line_61_a_public_client_may_not_introspect_even_its_own_tokens()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var tokens = await app.TokensAsync(await SomebodyAsync());

        var answer = await app.IntrospectAsync(Text(tokens, "access_token"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("access_denied", answer.Error);
    }

    [Theory]
    [InlineData(ClientAuthMethod.Basic)]
    [InlineData(ClientAuthMethod.Post)]
    public async Task A_confidential_client_may_introspect(string method)
    {
        var app = await HttpApp.RegisterAsync(Site, method);
        var tokens = await app.TokensAsync(await SomebodyAsync());

        var answer = await app.IntrospectAsync(Text(tokens, "access_token"));

        Assert.True(answer.Json.GetProperty("active").GetBoolean());
        Assert.Equal("no-store", answer["Cache-Control"]);
    }

    [Fact]
    public async Task Introspection_without_a_token_is_an_invalid_request()
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await app.SendAsync("oauth2/introspect", "Bearer " + PortalFactory.HomeserverSecret);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Line_63_revoking_the_access_token_ends_the_session_and_may_be_repeated()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var tokens = await app.TokensAsync(await SomebodyAsync());

        var first = await app.RevokeAsync(Text(tokens, "access_token"));
        var again = await app.RevokeAsync(Text(tokens, "access_token"));

        Assert.Equal((HttpStatusCode.OK, ""), (first.Status, first.Text));
        Assert.Equal((HttpStatusCode.OK, ""), (again.Status, again.Text));
        Assert.Equal(Inactive, (await app.HomeserverIntrospectsAsync(Text(tokens, "access_token"))).GetRawText());
        var refresh = await app.RefreshAsync(Text(tokens, "refresh_token"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (refresh.Status, refresh.Error));
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task Line_64_revoking_what_was_rotated_away_does_not_touch_the_session(string which)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var old = await app.TokensAsync(await SomebodyAsync());
        var live = (await app.RefreshAsync(Text(old, "refresh_token"))).Json;

        Assert.Equal(HttpStatusCode.OK, (await app.RevokeAsync(Text(old, which))).Status);
        Assert.True((await app.HomeserverIntrospectsAsync(Text(live, "access_token"))).GetProperty("active").GetBoolean());

        Assert.Equal(HttpStatusCode.OK, (await app.RevokeAsync(Text(live, "refresh_token"))).Status);
        Assert.False((await app.HomeserverIntrospectsAsync(Text(live, "access_token"))).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Line_65_another_client_cannot_revoke()
    {
        var (app, other) = (await HttpApp.RegisterAsync(Site), await HttpApp.RegisterAsync(Site, name: "Other"));
        var tokens = await app.TokensAsync(await SomebodyAsync());

        var answer = await other.RevokeAsync(Text(tokens, "access_token"));

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized_client"), (answer.Status, answer.Error));
        Assert.True((await app.HomeserverIntrospectsAsync(Text(tokens, "access_token"))).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task D23_a_token_may_be_revoked_by_showing_it_alone()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var tokens = await app.TokensAsync(await SomebodyAsync());

        var answer = await app.SendAsync("oauth2/revoke", null, ("token", Text(tokens, "access_token")));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.False((await app.HomeserverIntrospectsAsync(Text(tokens, "refresh_token"))).GetProperty("active").GetBoolean());
    }

    [Theory]
    [InlineData("garbage", null, 200)]
    [InlineData("garbage", "nonsense", 200)]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", null, 200)]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", "refresh_token", 200)]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", "nonsense", 400)]
    public async Task Revoking_nothing_succeeds_unless_the_hint_is_unknown(string token, string? hint, int status)
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await app.RevokeAsync(token, hint);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status == 400 ? "unsupported_token_type" : null, status == 400 ? answer.Error : null);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Line_66_userinfo_tells_who_the_token_speaks_for(string method)
    {
        var (app, name) = (await HttpApp.RegisterAsync(Site), NewName());
        await Site.PersonAsync(name);
        var tokens = await app.TokensAsync(await Site.SignedInAsync(name), "openid");

        var answer = await UserInfoAsync(method, "Bearer " + Text(tokens, "access_token"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType?.Split(';')[0]);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Equal(name, Text(answer.Json, "username"));
        Assert.Equal(Text((await app.HomeserverIntrospectsAsync(Text(tokens, "access_token"))), "sub"), Text(answer.Json, "sub"));
    }

    [Fact]
    public async Task Line_66_the_token_may_be_in_the_form_but_not_in_both_places_and_never_in_the_query()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var token = Text(await app.TokensAsync(await SomebodyAsync(), "openid"), "access_token");

        var inForm = await app.SendAsync("oauth2/userinfo", null, ("access_token", token));
        var inBoth = await app.SendAsync("oauth2/userinfo", "Bearer " + token, ("access_token", token));
        var inQuery = await Site.Browser().GetAsync("oauth2/userinfo?access_token=" + token);

        Assert.Equal(HttpStatusCode.OK, inForm.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "Bearer error=\"invalid_request\""), (inBoth.Status, inBoth["WWW-Authenticate"]));
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer error=\"invalid_token\""), (inQuery.Status, inQuery["WWW-Authenticate"]));
    }

    [Theory]
    [InlineData(null, 401, "invalid_token")]
    [InlineData("Bearer", 400, "invalid_request")]
    [InlineData("Bearer mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", 401, "invalid_token")]
    [InlineData("Bearer garbage", 401, "invalid_token")]
    [InlineData("Basic bm9ib2R5OnNlY3JldA==", 400, "invalid_request")]
    public async Task Line_66_without_a_good_token_nothing_is_told(string? authorization, int status, string error)
    {
        var answer = await UserInfoAsync("GET", authorization);

        Assert.Equal(status, (int)answer.Status);
        Assert.Empty(answer.Text);
        Assert.Equal($"Bearer error=\"{error}\"", answer["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("without openid")]
    [InlineData("refresh token")]
    [InlineData("revoked")]
    public async Task Line_66_a_token_that_is_not_for_this_is_refused(string reason)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var tokens = await app.TokensAsync(await SomebodyAsync(), reason == "without openid" ? A.MatrixScope : "openid");
        if (reason == "revoked")
        {
            await app.RevokeAsync(Text(tokens, "refresh_token"));
        }

        var answer = await UserInfoAsync("GET", "Bearer " + Text(tokens, reason == "refresh token" ? "refresh_token" : "access_token"));

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Userinfo_is_signed_for_a_client_that_registered_so()
    {
        var registered = await HttpApp.RegisterAsync(Site, new
        {
            client_name = "Signed",
            client_uri = "https://app.example/",
            redirect_uris = new[] { HttpApp.RedirectUri },
            token_endpoint_auth_method = "none",
            userinfo_signed_response_alg = "ES256",
        });
        var (app, id) = (await HttpApp.RegisterAsync(Site), Text(registered.Json, "client_id"));
        var code = await app.CodeAsync(await SomebodyAsync(), ("scope", "openid"), ("client_id", id));
        var tokens = await app.SendAsync("oauth2/token", null, ("grant_type", "authorization_code"), ("code", code), ("code_verifier", HttpApp.Verifier), ("client_id", id));

        var answer = await UserInfoAsync("GET", "Bearer " + Text(tokens.Json, "access_token"));

        Assert.Equal("application/jwt", answer.ContentType?.Split(';')[0]);
        var token = new JsonWebToken(answer.Text);
        Assert.Equal(("ES256", PortalFactory.PublicBase, id), (token.Alg, token.Issuer, Assert.Single(token.Audiences)));
    }

    private async Task<Answer> UserInfoAsync(string method, string? authorization)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "oauth2/userinfo");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await Site.Raw().SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
