using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Dpop;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Dpop;

/// <summary>The checks of RFC 9449 §4.3, each alone.</summary>
public abstract class DpopProofTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"; // RFC 9449 §7.1
    private readonly DpopKey _key = new();

    private string Nonce => Host.Services.GetRequiredService<DpopNonces>().Current;

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES256K")]
    public async Task A_good_proof_gives_the_thumbprint_of_its_key(string algorithm)
    {
        using var key = new DpopKey(algorithm);

        Assert.Equal(key.Thumbprint, (await VerifyAsync(key.Sign(Claims()))).Value);
    }

    [Fact]
    public async Task Check_1_there_is_one_header()
    {
        Assert.Equal("invalid_dpop_proof", (await VerifyAsync([])).Error?.Code);
        Assert.Equal("invalid_dpop_proof", (await VerifyAsync([_key.Sign(Claims()), _key.Sign(Claims())])).Error?.Code);
        Assert.Equal("invalid_dpop_proof", (await VerifyAsync($"{_key.Sign(Claims())}, {_key.Sign(Claims())}")).Error?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("e30.e30")]
    [InlineData("e30.e30.")]
    [InlineData("W10.e30.AA")]
    [InlineData("e30.e30.AA.AA")]
    public async Task Check_2_it_holds_one_JWT(string text) => AssertRefused(await VerifyAsync(text), text);

    public static TheoryData<string, string, object?> WrongClaims { get; } = new()
    {
        { "3: no id", "jti", null },
        { "3: an empty id", "jti", "" },
        { "3: an id that is no string", "jti", 1 },
        { "3: an endless id", "jti", new string('x', 1025) },
        { "3: no method", "htm", null },
        { "3: no address", "htu", null },
        { "3: no time", "iat", null },
        { "3: a time that is no number", "iat", "now" },
        { "8: another method", "htm", "GET" },
        { "8: the method in other letters", "htm", "post" },
        { "8: a method that is no string", "htm", 1 },
        { "9: another endpoint", "htu", "https://auth.example/oauth2/par" },
        { "9: the endpoint and more", "htu", "https://auth.example/oauth2/token/" },
        { "9: the endpoint in other letters", "htu", "https://auth.example/OAuth2/token" },
        { "9: another host", "htu", "https://evil.example/oauth2/token" },
        { "9: another port", "htu", "https://auth.example:8443/oauth2/token" },
        { "9: not encrypted", "htu", "http://auth.example/oauth2/token" },
        { "9: somebody at the host", "htu", "https://auth.example@evil.example/oauth2/token" },
        { "9: a name before the host", "htu", "https://somebody@auth.example/oauth2/token" },
        { "9: a path alone", "htu", "/oauth2/token" },
        { "9: an address that is no string", "htu", 1 },
        { "11: made long ago", "iat", ManualClock.Start.AddMinutes(-5).ToUnixTimeSeconds() },
        { "11: made in the future", "iat", ManualClock.Start.AddSeconds(61).ToUnixTimeSeconds() },
        { "11: made at the end of the calendar", "iat", 253402300798 },
        { "11: made before the beginning of time", "iat", -1 },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task Checks_3_and_8_to_11_the_claims_are_those_of_this_request(string what, string claim, object? value) =>
        AssertRefused(await VerifyAsync(_key.Sign(Claims((claim, value)))), what);

    public static TheoryData<string, string, string?> WrongHeaders { get; } = new()
    {
        { "4: no type", "typ", null },
        { "4: another type", "typ", "\"JWT\"" },
        { "4: a type that is no string", "typ", "1" },
        { "5: no algorithm", "alg", null },
        { "5: none", "alg", "\"none\"" },
        { "5: a shared key", "alg", "\"HS256\"" },
        { "5: one that nobody knows", "alg", "\"ES257\"" },
        { "5: one of another curve", "alg", "\"ES384\"" },
        { "5: one of another curve of that size", "alg", "\"ES256K\"" },
        { "5: one of another kind of key", "alg", "\"RS256\"" },
        { "5: extensions", "crit", "[\"b64\"]" },
        { "6: no key", "jwk", null },
        { "6: a key that is no object", "jwk", "\"key\"" },
        { "6: a list of keys", "jwk", "[{}]" },
        { "6: an empty key", "jwk", "{}" },
        { "6: a key that is on no curve", "jwk", """{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""" },
        { "6: a key that is on another curve than it says", "jwk", """{"kty":"EC","crv":"secp256k1","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVWAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}""" },
        { "6: a key on a curve that nobody knows", "jwk", """{"kty":"EC","crv":"P-257","x":"AA","y":"AA"}""" },
        { "6: a key that is no base64url", "jwk", """{"kty":"EC","crv":"P-256","x":"!","y":"!"}""" },
        { "6: somebody else's key", "jwk", """{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}""" },
        { "7: a shared key", "jwk", """{"kty":"oct","k":"AAAA"}""" },
    };

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public async Task Checks_4_to_7_the_header_says_how_it_is_signed_and_with_what(string what, string member, string? value) =>
        AssertRefused(await VerifyAsync(_key.Sign(Claims(), _key.Header((member, value is null ? null : JsonNode.Parse(value))))), what);

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("q")]
    [InlineData("dp")]
    [InlineData("dq")]
    [InlineData("qi")]
    [InlineData("oth")]
    [InlineData("k")]
    public async Task Check_7_the_key_has_nothing_private(string member)
    {
        var jwk = _key.Jwk;
        jwk[member] = "AAAA";

        AssertRefused(await VerifyAsync(_key.Sign(Claims(), _key.Header(("jwk", jwk)))), member);
    }

    [Fact]
    public async Task Check_6_the_text_is_the_one_that_was_signed()
    {
        var (one, other) = (_key.Sign(Claims()).Split('.'), _key.Sign(Claims()).Split('.'));

        AssertRefused(await VerifyAsync($"{one[0]}.{other[1]}.{one[2]}"), "another body");
        AssertRefused(await VerifyAsync($"{one[0]}.{one[1]}."), "no signature");
    }

    [Theory]
    [InlineData("https://auth.example/oauth2/token?x=y")]
    [InlineData("https://auth.example/oauth2/token#x")]
    [InlineData("HTTPS://Auth.Example:443/oauth2/token")]
    [InlineData("https://auth.example/oauth2/%74oken")]
    [InlineData("https://auth.example/x/../oauth2/token")]
    public async Task Check_9_the_address_is_compared_without_query_and_fragment_and_in_one_spelling(string address) =>
        Assert.True((await VerifyAsync(_key.Sign(Claims(("htu", address))))).Succeeded);

    [Fact]
    public async Task Check_10_the_nonce_is_ours_and_new()
    {
        var nonce = Nonce;
        foreach (var wrong in new object?[] { null, "", "nonsense", 1 })
        {
            Assert.Equal(("use_dpop_nonce", 400), Refusal(await VerifyAsync(_key.Sign(Claims(("nonce", wrong))))));
        }

        Clock.Advance(DpopNonces.Step);
        Assert.True((await VerifyAsync(_key.Sign(Claims(("nonce", nonce))))).Succeeded);
        Clock.Advance(DpopNonces.Step);
        Assert.Equal(("use_dpop_nonce", 400), Refusal(await VerifyAsync(_key.Sign(Claims(("nonce", nonce))))));
    }

    [Theory]
    [InlineData(-299)]
    [InlineData(60)]
    public async Task Check_11_a_proof_may_be_some_minutes_old_and_clocks_may_differ(int seconds) =>
        Assert.True((await VerifyAsync(_key.Sign(Claims(("iat", Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds()))))).Succeeded);

    [Fact]
    public async Task Check_12_with_an_access_token_it_holds_the_hash_of_that_token()
    {
        var right = ("ath", (object?)"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"); // RFC 9449 §7.1

        Assert.True((await VerifyAsync(_key.Sign(Claims(right)), token: Token)).Succeeded);
        AssertRefused(await VerifyAsync(_key.Sign(Claims()), token: Token), "no hash");
        AssertRefused(await VerifyAsync(_key.Sign(Claims(("ath", 1))), token: Token), "no text");
        AssertRefused(await VerifyAsync(_key.Sign(Claims(right)), token: Token + "x"), "the hash of another token");
    }

    [Fact]
    public async Task A_proof_works_once_though_it_is_written_anew_and_the_id_is_each_keys_own()
    {
        using var other = new DpopKey();
        var proof = _key.Sign(Claims(("jti", "the id")));

        Assert.True((await VerifyAsync(proof)).Succeeded);
        AssertRefused(await VerifyAsync(proof), "again");
        AssertRefused(await VerifyAsync(_key.Sign(Claims(("jti", "the id")))), "signed again");
        Assert.True((await VerifyAsync(other.Sign(Claims(("jti", "the id"))))).Succeeded);
    }

    [Fact]
    public async Task A_proof_that_was_refused_is_not_used_up()
    {
        await VerifyAsync(_key.Sign(Claims(("jti", "the id"), ("nonce", null))));

        Assert.Equal(0, await Host.ReadAsync(database => database.UsedJwts.CountAsync()));
        Assert.True((await VerifyAsync(_key.Sign(Claims(("jti", "the id"))))).Succeeded);
    }

    [Fact]
    public async Task Of_one_proof_many_times_at_once_one_wins_whichever_process_sees_it()
    {
        var proof = _key.Sign(Claims());

        var results = await AtOnceAsync(16, (process, _) => VerifyAsync([proof], on: process));

        Assert.Single(results, result => result.Succeeded);
        Assert.All(results.Where(result => !result.Succeeded), result => Assert.Equal("invalid_dpop_proof", result.Error?.Code));
    }

    [Fact]
    public async Task A_proof_is_remembered_by_a_process_that_starts_later_until_it_is_too_old()
    {
        var made = Clock.GetUtcNow().ToUnixTimeSeconds();
        var proof = _key.Sign(Claims());
        Assert.True((await VerifyAsync(proof)).Succeeded);
        await using var later = Host.Another();

        AssertRefused(await VerifyAsync([proof], on: later), "another process");
        for (var minute = 1; minute <= 7; minute++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.False((await VerifyAsync(proof)).Succeeded);
        }

        AssertRefused(await VerifyAsync(_key.Sign(Claims(("iat", made)))), "too old, whatever its id");
    }

    private Dictionary<string, object?> Claims(params IEnumerable<(string Name, object? Value)> changes) => DpopKey.Claims(Clock.GetUtcNow(), Nonce, changes);

    private Task<OAuthResult<string>> VerifyAsync(string proof, string? token = null) => VerifyAsync([proof], token);

    private Task<OAuthResult<string>> VerifyAsync(string[] headers, string? token = null, IdentityHost? on = null) => (on ?? Host).RunAsync<DpopProofVerifier, OAuthResult<string>>(
        verifier => verifier.VerifyAsync(headers, "POST", EndpointPaths.Token, token, CancellationToken.None));

    private static (string?, int?) Refusal(OAuthResult<string> result) => (result.Error?.Code, result.Error?.Status);

    private static void AssertRefused(OAuthResult<string> result, string what)
    {
        Assert.False(result.Succeeded, what);
        Assert.Equal(("invalid_dpop_proof", 400), Refusal(result));
    }

    public sealed class OnSqlite() : DpopProofTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DpopProofTests(DatabaseProvider.PostgreSql);
}
