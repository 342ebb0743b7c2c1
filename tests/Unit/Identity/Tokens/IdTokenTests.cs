using System.Security.Cryptography;
using System.Text;
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

/// <summary>Section 6.5 of the oauth contract; each token is read by Microsoft's library with nothing but the published keys.</summary>
public abstract class IdTokenTests(DatabaseProvider engine) : StorageTest(engine)
{
    [Fact]
    public async Task Line_45_An_ID_token_says_who_signed_in_for_whom_and_when()
    {
        var app = await AnApp.ArrangeAsync(Host);
        Clock.Advance(TimeSpan.FromMinutes(3));
        var code = await app.ConsentAsync("openid", nonce: "the nonce");
        var tokens = AnApp.Granted(await app.ExchangeAsync(code));

        var claims = await ReadAsync(tokens.IdToken!, "RS256", app);

        Assert.Equal(
            ["acr", "amr", "at_hash", "aud", "auth_time", "c_hash", "exp", "iat", "iss", "nonce", "sid", "sub"],
            claims.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("https://auth.example/", Ulid.Encode(app.User.Id), "the nonce"), (Text(claims, "iss"), Text(claims, "sub"), Text(claims, "nonce")));
        Assert.Equal(JsonValueKind.String, claims.GetProperty("aud").ValueKind);
        Assert.Equal(("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", """["pwd"]"""), (Text(claims, "acr"), claims.GetProperty("amr").GetRawText()));
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal((now, now + 3600, now - 180), (Number(claims, "iat"), Number(claims, "exp"), Number(claims, "auth_time")));
        Assert.Equal((LeftHalf(SHA256.HashData, tokens.AccessToken), LeftHalf(SHA256.HashData, code)), (Text(claims, "at_hash"), Text(claims, "c_hash")));
    }

    [Fact]
    public async Task Line_45_Without_openid_there_is_none()
    {
        var app = await AnApp.ArrangeAsync(Host);

        Assert.Null((await app.SignInAsync()).IdToken);
    }

    [Fact]
    public async Task A_request_without_nonce_has_a_token_without()
    {
        var app = await AnApp.ArrangeAsync(Host);

        var claims = await ReadAsync((await app.SignInAsync("openid")).IdToken!, "RS256", app);

        Assert.False(claims.TryGetProperty("nonce", out _));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_client_gets_the_algorithm_that_it_registered(string algorithm)
    {
        var app = await AnApp.ArrangeAsync(Host, Registration.Register($$"""{ "id_token_signed_response_alg": "{{algorithm}}" }"""));

        await ReadAsync((await app.SignInAsync("openid")).IdToken!, algorithm, app);
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("PS512")]
    public void The_hash_follows_the_algorithm(string algorithm) => Assert.Equal(
        algorithm == "RS384" ? LeftHalf(SHA384.HashData, "token") : LeftHalf(SHA512.HashData, "token"), IdTokenMinter.HalfHash("token", algorithm));

    private async Task<JsonElement> ReadAsync(string token, string algorithm, AnApp app)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(JsonSerializer.Serialize(Host.Keys.PublicKeys)).GetSigningKeys(),
            ValidAlgorithms = [algorithm],
            ValidIssuer = "https://auth.example/",
            ValidAudience = Ulid.Encode(app.Client.Id),
            LifetimeValidator = (_, expires, _, _) => expires > Clock.GetUtcNow().UtcDateTime,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return JsonElement.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]));
    }

    private static string LeftHalf(Func<byte[], byte[]> hash, string text)
    {
        var bytes = hash(Encoding.ASCII.GetBytes(text));
        return Base64UrlEncoder.Encode(bytes[..(bytes.Length / 2)]);
    }

    private static string? Text(JsonElement claims, string name) => claims.GetProperty(name).GetString();

    private static long Number(JsonElement claims, string name) => claims.GetProperty(name).GetInt64();

    public sealed class OnSqlite() : IdTokenTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : IdTokenTests(DatabaseProvider.PostgreSql);
}
