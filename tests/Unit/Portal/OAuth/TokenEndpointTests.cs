using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/oauth2/token</c> (oauth contract, section 11, lines 40 to 53; the order of the checks is tested beside this without HTTP).</summary>
public sealed class TokenEndpointTests(SharedPortal shared) : PortalTest(shared)
{
    private const string BasicChallenge = "Basic realm=\"oauth2\"";

    [Fact]
    public async Task Line_40_a_code_becomes_tokens()
    {
        var app = await HttpApp.RegisterAsync(Site);

        var answer = await app.ExchangeAsync(await app.CodeAsync(await SomebodyAsync()));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType?.Split(';')[0]);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Equal("no-cache", answer["Pragma"]);
        Assert.Equal(["access_token", "expires_in", "refresh_token", "scope", "token_type"], answer.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.Matches("^mat_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}$", answer.Json.GetProperty("access_token").GetString());
        Assert.Matches("^mar_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}$", answer.Json.GetProperty("refresh_token").GetString());
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal(300, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal(A.MatrixScope, answer.Json.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task Line_41_the_same_code_again_at_once_is_refused_and_harms_nothing()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var code = await app.CodeAsync(await SomebodyAsync());
        var first = await app.ExchangeAsync(code);

        AssertRefused(await app.ExchangeAsync(code), HttpStatusCode.BadRequest, "invalid_grant");
        Assert.True(await IsActiveAsync(app, first.Json, "access_token"));
    }

    [Fact]
    public async Task Line_42_a_code_of_15_minutes_ago_is_refused()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var app = await HttpApp.RegisterAsync(site);
        var code = await app.CodeAsync(await site.SignedInAsync("alice"));
        site.Clock.Advance(TimeSpan.FromMinutes(15));

        AssertRefused(await app.ExchangeAsync(code), HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Theory]
    [InlineData(43, null, "invalid_request")]
    [InlineData(43, "EBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "invalid_grant")]
    [InlineData(44, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX", "invalid_grant")]
    [InlineData(44, "dBjftJeZ4CVP mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "invalid_grant")]
    [InlineData(44, HttpApp.Verifier + HttpApp.Verifier + HttpApp.Verifier, "invalid_grant")]
    public async Task The_wrong_verifier_is_refused_and_the_right_one_still_works(int line, string? verifier, string error)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var code = await app.CodeAsync(await SomebodyAsync());

        var answer = await app.ExchangeAsync(code, verifier);

        Assert.True(answer.Error == error, $"line {line}: {answer.Text}");
        AssertRefused(answer, HttpStatusCode.BadRequest, error);
        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(code)).Status);
    }

    [Fact]
    public async Task Line_45_an_ID_token_verifies_against_the_published_keys_and_belongs_to_this_answer()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        var code = await app.CodeAsync(browser, ("scope", "openid"), ("nonce", "the nonce"));

        var tokens = (await app.ExchangeAsync(code)).Json;

        var keys = new JsonWebKeySet((await Site.Browser().GetAsync("oauth2/keys.json")).Text);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(tokens.GetProperty("id_token").GetString(), new TokenValidationParameters
        {
            ValidIssuer = PortalFactory.PublicBase,
            ValidAudience = app.Id,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = ["RS256"],
            LifetimeValidator = (from, to, _, _) => to == ManualClock.Start.UtcDateTime.AddHours(1),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        var claims = JsonElement.Parse(Base64UrlEncoder.Decode(tokens.GetProperty("id_token").GetString()!.Split('.')[1]));
        Assert.Equal(JsonValueKind.String, claims.GetProperty("aud").ValueKind);
        Assert.Equal("the nonce", claims.GetProperty("nonce").GetString());
        Assert.Equal(HalfHash(tokens.GetProperty("access_token").GetString()!), claims.GetProperty("at_hash").GetString());
        Assert.Equal(HalfHash(code), claims.GetProperty("c_hash").GetString());
        Assert.Equal(ManualClock.Start.ToUnixTimeSeconds(), claims.GetProperty("auth_time").GetInt64());
        Assert.Equal(["acr", "amr", "at_hash", "aud", "auth_time", "c_hash", "exp", "iat", "iss", "nonce", "sid", "sub"], claims.EnumerateObject().Select(claim => claim.Name).Order());
    }

    [Fact]
    public async Task Line_45_the_ID_token_is_signed_as_the_client_registered()
    {
        var registered = await HttpApp.RegisterAsync(Site, new
        {
            client_name = "Elliptic",
            client_uri = "https://app.example/",
            redirect_uris = new[] { HttpApp.RedirectUri },
            grant_types = new[] { "authorization_code" },
            token_endpoint_auth_method = "none",
            id_token_signed_response_alg = "ES256",
        });
        var app = await HttpApp.RegisterAsync(Site);
        var code = await app.CodeAsync(await SomebodyAsync(), ("scope", "openid"), ("client_id", registered.Json.GetProperty("client_id").GetString()));

        var answer = await app.SendAsync(
            "oauth2/token", null, ("grant_type", "authorization_code"), ("code", code), ("code_verifier", HttpApp.Verifier), ("client_id", registered.Json.GetProperty("client_id").GetString()));

        Assert.Equal("ES256", new JsonWebToken(answer.Json.GetProperty("id_token").GetString()).Alg);
    }

    [Fact]
    public async Task Line_46_a_refresh_replaces_both_tokens_at_once_without_an_ID_token()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var old = await app.TokensAsync(await SomebodyAsync(), "openid");

        var answer = await app.RefreshAsync(Text(old, "refresh_token"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.False(answer.Json.TryGetProperty("id_token", out _));
        Assert.False(await IsActiveAsync(app, old, "access_token"));
        Assert.True(await IsActiveAsync(app, answer.Json, "access_token"));
        Assert.True(await IsActiveAsync(app, answer.Json, "refresh_token"));
    }

    [Fact]
    public async Task Line_47_once_the_new_token_was_used_the_old_refresh_token_is_refused_and_the_new_one_lives()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var old = await app.TokensAsync(await SomebodyAsync());
        var next = (await app.RefreshAsync(Text(old, "refresh_token"))).Json;
        await app.HomeserverIntrospectsAsync(Text(next, "access_token"));

        AssertRefused(await app.RefreshAsync(Text(old, "refresh_token")), HttpStatusCode.BadRequest, "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await app.RefreshAsync(Text(next, "refresh_token"))).Status);
    }

    [Fact]
    public async Task Line_48_a_lost_answer_may_be_asked_for_again_and_what_was_lost_is_dead()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var old = await app.TokensAsync(await SomebodyAsync());
        var lost = (await app.RefreshAsync(Text(old, "refresh_token"))).Json;

        var again = await app.RefreshAsync(Text(old, "refresh_token"));

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.NotEqual(Text(lost, "access_token"), Text(again.Json, "access_token"));
        Assert.False(await IsActiveAsync(app, lost, "access_token"));
        AssertRefused(await app.RefreshAsync(Text(lost, "refresh_token")), HttpStatusCode.BadRequest, "invalid_grant");
        Assert.True(await IsActiveAsync(app, again.Json, "access_token"));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("implicit")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange")]
    [InlineData("AUTHORIZATION_CODE")]
    public async Task Line_51_an_unknown_grant_type_is_not_supported(string grantType)
    {
        var app = await HttpApp.RegisterAsync(Site);

        AssertRefused(
            await app.TokenAsync(("grant_type", grantType), ("username", "alice"), ("password", A.Password)), HttpStatusCode.BadRequest, "unsupported_grant_type");
    }

    [Fact]
    public async Task Line_52_a_grant_type_that_the_client_did_not_register_is_not_its_to_use()
    {
        var app = await HttpApp.RegisterAsync(Site, grantTypes: "authorization_code");
        var tokens = await app.TokensAsync(await SomebodyAsync());

        AssertRefused(await app.RefreshAsync(Text(tokens, "refresh_token")), HttpStatusCode.Unauthorized, "unauthorized_client");
    }

    [Theory]
    [InlineData(ClientAuthMethod.Basic)]
    [InlineData(ClientAuthMethod.Post)]
    public async Task Line_53_only_the_right_secret_by_the_registered_method_proves_the_client(string method)
    {
        var app = await HttpApp.RegisterAsync(Site, method);
        var wrong = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.Id}:wrong"));
        (string, string?)[] refresh = [("grant_type", "refresh_token"), ("refresh_token", "mar_none")];

        AssertRefused(await app.TokenAsync(refresh), HttpStatusCode.BadRequest, "invalid_grant");
        AssertRefused(await app.SendAsync("oauth2/token", "Basic " + wrong, refresh), HttpStatusCode.Unauthorized, "invalid_client", BasicChallenge);
        AssertRefused(await app.SendAsync("oauth2/token", null, [.. refresh, ("client_id", app.Id), ("client_secret", "wrong")]), HttpStatusCode.Unauthorized, "invalid_client");
        AssertRefused(await app.SendAsync("oauth2/token", null, [.. refresh, ("client_id", app.Id)]), HttpStatusCode.Unauthorized, "invalid_client");
        AssertRefused(
            method == ClientAuthMethod.Basic
                ? await app.SendAsync("oauth2/token", null, [.. refresh, ("client_id", app.Id), ("client_secret", app.Secret)])
                : await app.SendAsync("oauth2/token", app.Basic, refresh),
            HttpStatusCode.Unauthorized,
            "invalid_client",
            method == ClientAuthMethod.Post ? BasicChallenge : null);
    }

    // Contract section 0.4, before anybody is looked up.
    [Theory]
    [InlineData(null, "", 400, "invalid_request")]
    [InlineData(null, "client_secret=x", 400, "invalid_request")]
    [InlineData(null, "client_id=01ARZ3NDEKTSV4RRFFQ69G5FAV", 401, "invalid_client")]
    [InlineData(null, "client_id=nobody", 401, "invalid_client")]
    [InlineData(null, "client_id=%00", 400, "invalid_request")]
    [InlineData("Basic", "", 400, "invalid_request")]
    [InlineData("Basic ", "", 400, "invalid_request")]
    [InlineData("Basic ***", "", 400, "invalid_request")]
    [InlineData("Basic OnNlY3JldA==", "", 400, "invalid_request")]
    [InlineData("Basic AAAA", "", 400, "invalid_request")]
    [InlineData("basic bm9ib2R5OnNlY3JldA==", "", 401, "invalid_client")]
    [InlineData("Basic bm9ib2R5OnNlY3JldA==", "client_id=somebody", 400, "invalid_grant")]
    [InlineData("Basic bm9ib2R5OnNlY3JldA==", "client_secret=secret", 400, "invalid_request")]
    [InlineData("Digest username=x", "", 400, "invalid_request")]
    [InlineData("Bearer mat_x", "", 401, "invalid_client")]
    [InlineData(null, "client_assertion=x&client_assertion_type=y", 400, "invalid_request")]
    [InlineData(null, "client_assertion=x", 400, "invalid_request")]
    [InlineData(null, "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=a.b.c", 400, "invalid_request")]
    [InlineData("Bearer mat_x", "client_id=somebody", 400, "invalid_request")]
    [InlineData(null, "client_id=x&client_id=x", 400, "invalid_request")]
    public async Task Credentials_that_say_nothing_are_refused_as_the_table_says(string? authorization, string credentials, int status, string error)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/token") { Content = Form("grant_type=refresh_token&refresh_token=x&" + credentials) };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        AssertRefused(await SendAsync(request), (HttpStatusCode)status, error, status != 401 || authorization is null ? null : authorization.StartsWith("Bearer", StringComparison.Ordinal) ? "Bearer" : BasicChallenge);
    }

    [Theory]
    [InlineData("application/json", "{\"grant_type\":\"refresh_token\"}")]
    [InlineData("text/plain", "grant_type=refresh_token")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nrefresh_token\r\n--x--\r\n")]
    [InlineData("multipart/form-data", "x")]
    [InlineData("application/x-www-form-urlencoded-not", "grant_type=refresh_token")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "grant_type=refresh_token")]
    [InlineData("", "grant_type=refresh_token")]
    [InlineData("not a type", "grant_type=refresh_token")]
    public async Task A_body_that_is_no_form_is_an_invalid_request(string contentType, string body)
    {
        foreach (var path in (string[])["oauth2/token", "oauth2/introspect", "oauth2/revoke"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

            AssertRefused(await SendAsync(request), HttpStatusCode.BadRequest, "invalid_request");
        }
    }

    [Theory]
    [InlineData("grant_type")]
    [InlineData("code")]
    [InlineData("code_verifier")]
    [InlineData("redirect_uri")]
    [InlineData("client_id")]
    public async Task A_repeated_parameter_is_an_invalid_request(string repeated)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var code = await app.CodeAsync(await SomebodyAsync());
        (string Name, string? Value)[] fields =
            [("grant_type", "authorization_code"), ("code", code), ("code_verifier", HttpApp.Verifier), ("redirect_uri", app.Redirect), ("client_id", app.Id)];

        AssertRefused(await app.SendAsync("oauth2/token", null, [.. fields, fields.Single(field => field.Name == repeated)]), HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync("oauth2/token", null, fields)).Status);
    }

    [Theory]
    [InlineData("grant_type", null, "invalid_request")]
    [InlineData("code", null, "invalid_request")]
    [InlineData("code", "unknown", "invalid_grant")]
    [InlineData("code", "\0", "invalid_request")]
    [InlineData("redirect_uri", "https://app.example/other", "invalid_grant")]
    [InlineData("redirect_uri", "not a uri", "invalid_grant")]
    public async Task A_field_that_is_missing_or_wrong_is_refused(string field, string? value, string error)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var code = await app.CodeAsync(await SomebodyAsync());
        var fields = new Dictionary<string, string?> { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = HttpApp.Verifier, ["redirect_uri"] = app.Redirect, [field] = value };

        AssertRefused(await app.TokenAsync(fields.Select(pair => (pair.Key, pair.Value))), HttpStatusCode.BadRequest, error);
        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(code)).Status);
    }

    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("mar_unknown", "invalid_grant")]
    [InlineData("mar_abcdefghijklmnopqrstuvwxyz0123_07fk9G", "invalid_grant")]
    [InlineData("\0", "invalid_request")]
    public async Task A_refresh_token_that_nobody_gave_out_is_refused(string? token, string error)
    {
        var app = await HttpApp.RegisterAsync(Site);

        AssertRefused(await app.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", token)), HttpStatusCode.BadRequest, error);
    }

    [Theory]
    [InlineData("GET", "oauth2/token")]
    [InlineData("PUT", "oauth2/token")]
    [InlineData("GET", "oauth2/introspect")]
    [InlineData("GET", "oauth2/revoke")]
    [InlineData("GET", "oauth2/registration")]
    [InlineData("DELETE", "oauth2/userinfo")]
    public async Task Another_method_is_not_allowed(string method, string path)
    {
        var answer = await Site.Browser().SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.NotEmpty(answer["Allow"]!);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Site.Raw().SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private static StringContent Form(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));

    private static async Task<bool> IsActiveAsync(HttpApp app, JsonElement tokens, string which) =>
        (await app.HomeserverIntrospectsAsync(Text(tokens, which))).GetProperty("active").GetBoolean();

    private static string Text(JsonElement tokens, string member) => tokens.GetProperty(member).GetString()!;

    private static string HalfHash(string text) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(text))[..16]);

    /// <param name="challenge">D13: in the scheme that the client tried.</param>
    private static void AssertRefused(Answer answer, HttpStatusCode status, string error, string? challenge = null)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal(error, answer.Error);
        Assert.Equal("application/json", answer.ContentType?.Split(';')[0]);
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.NotEmpty(answer.Json.GetProperty("error_description").GetString()!);
        Assert.Equal(challenge, answer["WWW-Authenticate"]);
    }
}
