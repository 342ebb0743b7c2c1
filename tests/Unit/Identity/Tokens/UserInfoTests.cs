using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>Section 7.3 of the oauth contract.</summary>
public abstract class UserInfoTests(DatabaseProvider engine) : StorageTest(engine)
{
    [Fact]
    public async Task Line_66_A_token_with_openid_gives_sub_and_username()
    {
        var app = await AnApp.ArrangeAsync(Host);

        var claims = await FindAsync((await app.SignInAsync("openid")).AccessToken);

        Assert.Equal((false, $$"""{"sub":"{{Ulid.Encode(app.User.Id)}}","username":"alice"}"""), (claims!.IsSigned, claims.Text));
    }

    [Fact]
    public async Task Line_66_A_token_without_openid_gives_nothing()
    {
        var app = await AnApp.ArrangeAsync(Host);

        Assert.Null(await FindAsync((await app.SignInAsync()).AccessToken));
    }

    [Fact]
    public async Task A_refresh_token_an_expired_one_and_garbage_give_nothing()
    {
        var app = await AnApp.ArrangeAsync(Host);
        var tokens = await app.SignInAsync("openid");

        Assert.Null(await FindAsync(tokens.RefreshToken!));
        Assert.Null(await FindAsync("garbage"));
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(await FindAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task D14_With_the_scope_email_comes_the_oldest_address()
    {
        var app = await AnApp.ArrangeAsync(Host);
        await Host.ArrangeAsync(A.Email(app.User, "alice@example.org"));
        Assert.DoesNotContain("email", (await FindAsync((await app.SignInAsync("openid")).AccessToken))!.Text);

        var claims = JsonElement.Parse((await FindAsync((await app.SignInAsync("openid email")).AccessToken))!.Text);

        Assert.Equal(("alice@example.org", true), (claims.GetProperty("email").GetString(), claims.GetProperty("email_verified").GetBoolean()));
    }

    [Fact]
    public async Task With_the_scope_profile_comes_the_name()
    {
        var app = await AnApp.ArrangeAsync(Host);

        var claims = JsonElement.Parse((await FindAsync((await app.SignInAsync("openid profile")).AccessToken))!.Text);

        Assert.Equal(("alice", "alice"), (claims.GetProperty("name").GetString(), claims.GetProperty("preferred_username").GetString()));
    }

    [Fact]
    public async Task Claims_by_name_are_told_where_they_were_asked_for_and_after_a_refresh_too()
    {
        var app = await AnApp.ArrangeAsync(Host);
        await Host.ArrangeAsync(A.Email(app.User, "alice@example.org"));
        var code = await app.ConsentAsync("openid", claims: new RequestedClaims(["email"], ["preferred_username"]));
        var tokens = AnApp.Granted(await app.ExchangeAsync(code));
        var idToken = new JsonWebToken(tokens.IdToken);
        var refreshed = AnApp.Granted(await app.RefreshAsync(tokens.RefreshToken));

        var claims = JsonElement.Parse((await FindAsync(refreshed.AccessToken))!.Text);
        Assert.Equal(["sub", "username", "preferred_username"], claims.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal("alice@example.org", idToken.GetClaim("email").Value);
        Assert.False(idToken.TryGetClaim("preferred_username", out _));
    }

    [Fact]
    public async Task A_client_that_asked_for_it_gets_a_signed_answer()
    {
        var app = await AnApp.ArrangeAsync(Host, Registration.Register("""{ "userinfo_signed_response_alg": "ES256" }"""));

        var claims = await FindAsync((await app.SignInAsync("openid")).AccessToken);

        Assert.True(claims!.IsSigned);
        var read = await new JsonWebTokenHandler().ValidateTokenAsync(claims.Text, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(JsonSerializer.Serialize(Host.Keys.PublicKeys)).GetSigningKeys(),
            ValidAlgorithms = ["ES256"],
            ValidIssuer = "https://auth.example/",
            ValidAudience = Ulid.Encode(app.Client.Id),
            RequireExpirationTime = false,
        });
        Assert.True(read.IsValid, read.Exception?.Message);
        Assert.Equal(("alice", 4), (read.Claims["username"], read.Claims.Count));
    }

    [Fact]
    public async Task Asking_is_a_use_of_the_token()
    {
        var app = await AnApp.ArrangeAsync(Host);
        var first = await app.SignInAsync("openid");
        var second = AnApp.Granted(await app.RefreshAsync(first.RefreshToken));

        await FindAsync(second.AccessToken);

        Assert.Equal("invalid_grant", (await app.RefreshAsync(first.RefreshToken)).Error?.Code);
    }

    private async Task<UserInfoClaims?> FindAsync(string token) =>
        (await Host.RunAsync<UserInfo, OAuthResult<UserInfoClaims>>(userInfo => userInfo.FindAsync(token, provenKey: null, CancellationToken.None))).Value;

    public sealed class OnSqlite() : UserInfoTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : UserInfoTests(DatabaseProvider.PostgreSql);
}
