using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Clients;
using Portal.Identity.Jose;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Retention;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

/// <summary>Clients that sign (oauth contract, section 0.4 and D1; RFC 7523).</summary>
public abstract class ClientAssertionTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string KeysAddress = "https://app.example/jwks";
    private readonly FakeWeb _web = new();
    private readonly AssertionSigner _key = AssertionSigner.WithKey();
    private readonly AssertionSigner _secret = AssertionSigner.WithSecret();

    protected override void Change(IServiceCollection services) => _web.AddTo(services);

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public async Task A_client_signs_with_its_secret(string algorithm)
    {
        var client = await ArrangeAsync(A.ConfidentialClient(ClientAuthMethod.SecretJwt));
        using var signer = AssertionSigner.WithSecret(algorithm);

        Assert.True((await AuthenticateAsync(signer.Sign(Claims(client)))).Succeeded);
    }

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
    public async Task A_client_signs_with_its_key(string algorithm)
    {
        using var signer = AssertionSigner.WithKey(algorithm);
        var client = await ArrangeAsync(KeyClient(signer.Jwks));

        Assert.True((await AuthenticateAsync(signer.Sign(Claims(client)))).Succeeded);
    }

    [Theory]
    [InlineData("https://auth.example/")]
    [InlineData("https://auth.example/oauth2/token")]
    [InlineData("https://auth.example/oauth2/introspect")]
    public async Task D1_the_audience_is_the_issuer_the_token_endpoint_or_the_endpoint_that_is_called(string audience)
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));

        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client, ("aud", audience))), EndpointPaths.Introspection)).Succeeded);
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client, ("aud", new[] { "https://other.example/", audience }))), EndpointPaths.Introspection)).Succeeded);
    }

    public static TheoryData<string, string, object?> WrongClaims { get; } = new()
    {
        { "another issuer", "iss", "somebody" },
        { "no issuer", "iss", null },
        { "another audience", "aud", "https://other.example/" },
        { "another endpoint", "aud", "https://auth.example/oauth2/revoke" },
        { "a part of the audience", "aud", "https://auth.example" },
        { "no audience", "aud", null },
        { "an audience that is no string", "aud", 1 },
        { "no id", "jti", null },
        { "an empty id", "jti", "" },
        { "an id that is no string", "jti", 1 },
        { "an endless id", "jti", new string('x', 1025) },
        { "no end", "exp", null },
        { "an end that is no number", "exp", "tomorrow" },
        { "an end before the beginning of time", "exp", -1 },
        { "an end beyond the calendar", "exp", 1e300 },
        { "an end in the last minute of the calendar", "exp", 253402300798 },
        { "expired", "exp", ManualClock.Start.AddMinutes(-2).ToUnixTimeSeconds() },
        { "an end far away", "exp", ManualClock.Start.AddHours(2).ToUnixTimeSeconds() },
        { "not yet", "nbf", ManualClock.Start.AddMinutes(2).ToUnixTimeSeconds() },
        { "a beginning that is no number", "nbf", "now" },
        { "from the future", "iat", ManualClock.Start.AddMinutes(2).ToUnixTimeSeconds() },
        { "from long ago", "iat", ManualClock.Start.AddHours(-2).ToUnixTimeSeconds() },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task D1_claims_that_are_not_right_prove_nothing(string what, string claim, object? value)
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));

        var result = await AuthenticateAsync(_key.Sign(Claims(client, (claim, value))));

        Assert.False(result.Succeeded, what);
        Assert.Equal(("invalid_client", 401), (result.Error.Code, result.Error.Status));
    }

    [Theory]
    [InlineData("iat")]
    [InlineData("nbf")]
    public async Task Clocks_may_differ_by_a_minute(string claim)
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));

        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client, (claim, Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds()))))).Succeeded);
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client, ("exp", Clock.GetUtcNow().AddSeconds(-59).ToUnixTimeSeconds()))))).Succeeded);
    }

    [Fact]
    public async Task D1_the_algorithm_is_the_registered_one()
    {
        using var signer = AssertionSigner.WithKey("RS256");
        using var other = AssertionSigner.WithKey("PS256");
        var client = await ArrangeAsync(Registration.Register($$"""{ "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "RS256", "jwks": {{signer.Jwks}} }"""));
        var both = Registration.Register($$"""{ "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "RS256", "jwks": {{other.Jwks}} }""");
        await ArrangeAsync(both);

        Assert.True((await AuthenticateAsync(signer.Sign(Claims(client)))).Succeeded);
        Assert.Equal("invalid_client", (await AuthenticateAsync(other.Sign(Claims(both)))).Error?.Code);
    }

    [Fact]
    public async Task A_public_key_is_never_a_secret_and_none_is_no_algorithm()
    {
        using var rsa = AssertionSigner.WithKey("RS256");
        var client = await ArrangeAsync(KeyClient(rsa.Jwks));
        using var confused = AssertionSigner.WithSecret("HS256", rsa.Jwks);

        Assert.Equal("invalid_client", (await AuthenticateAsync(confused.Sign(Claims(client)))).Error?.Code);
        Assert.Equal("invalid_client", (await AuthenticateAsync(rsa.Sign(Claims(client), new { alg = "none" }))).Error?.Code);
        Assert.Equal("invalid_client", (await AuthenticateAsync(rsa.Sign(Claims(client), new { alg = "RS256", crit = new[] { "b64" }, b64 = true }))).Error?.Code);
    }

    [Fact]
    public async Task Another_key_another_secret_and_a_changed_text_prove_nothing()
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));
        var withSecret = await ArrangeAsync(A.ConfidentialClient(ClientAuthMethod.SecretJwt));
        using var otherKey = AssertionSigner.WithKey();
        using var otherSecret = AssertionSigner.WithSecret(secret: "another");
        var parts = _key.Sign(Claims(client)).Split('.');
        var changed = _key.Sign(Claims(client, ("admin", true))).Split('.');

        Assert.Equal("invalid_client", (await AuthenticateAsync(otherKey.Sign(Claims(client)))).Error?.Code);
        Assert.Equal("invalid_client", (await AuthenticateAsync(otherSecret.Sign(Claims(withSecret)))).Error?.Code);
        Assert.Equal("invalid_client", (await AuthenticateAsync($"{parts[0]}.{changed[1]}.{parts[2]}")).Error?.Code);
        Assert.Equal("invalid_client", (await AuthenticateAsync($"{parts[0]}.{parts[1]}.")).Error?.Code);
    }

    [Fact]
    public async Task Weak_keys_and_keys_for_other_ends_are_none()
    {
        using var weak = AssertionSigner.WithKey("RS256", bits: 1024);
        var weakClient = await ArrangeAsync(KeyClient(weak.Jwks));
        var encrypting = await ArrangeAsync(KeyClient(_key.Jwks.Replace("\"kty\"", "\"use\":\"enc\",\"kty\"", StringComparison.Ordinal)));
        var otherAlgorithm = await ArrangeAsync(KeyClient(_key.Jwks.Replace("\"kty\"", "\"alg\":\"ES384\",\"kty\"", StringComparison.Ordinal)));
        var otherId = await ArrangeAsync(KeyClient(_key.Jwks.Replace("\"one\"", "\"two\"", StringComparison.Ordinal)));
        var broken = await ArrangeAsync(KeyClient("""{"keys":[1,{},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"},{"kty":"EC","crv":"P-256","x":"!","y":"!"}]}"""));

        Assert.Equal("invalid_client", (await AuthenticateAsync(weak.Sign(Claims(weakClient)))).Error?.Code);
        foreach (var client in new[] { encrypting, otherAlgorithm, otherId, broken })
        {
            Assert.Equal("invalid_client", (await AuthenticateAsync(_key.Sign(Claims(client)))).Error?.Code);
        }
    }

    [Fact]
    public async Task D1_an_assertion_works_once_for_each_client_and_again_only_when_its_id_is_free()
    {
        var first = await ArrangeAsync(KeyClient(_key.Jwks));
        var second = await ArrangeAsync(KeyClient(_key.Jwks));
        var assertion = _key.Sign(Claims(first, ("jti", "the id")));

        Assert.True((await AuthenticateAsync(assertion)).Succeeded);
        Assert.Equal(("invalid_client", 401), ((await AuthenticateAsync(assertion)).Error?.Code, (await AuthenticateAsync(assertion)).Error?.Status));
        Assert.False((await AuthenticateAsync(_key.Sign(Claims(first, ("jti", "the id"), ("nbf", 1))))).Succeeded);
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(second, ("jti", "the id"))))).Succeeded);

        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(first, ("jti", "the id"))))).Succeeded);
        Assert.False((await AuthenticateAsync(_key.Sign(Claims(first, ("jti", "the id"))))).Succeeded);
    }

    [Fact]
    public async Task D1_of_many_presentations_at_once_one_succeeds_whichever_process_sees_it()
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));
        var assertion = _key.Sign(Claims(client));

        var results = await AtOnceAsync(16, (process, _) => AuthenticateAsync(assertion, on: process));

        Assert.Single(results, result => result.Succeeded);
    }

    [Fact]
    public async Task A_used_id_is_forgotten_an_hour_after_nobody_needs_it()
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));
        await AuthenticateAsync(_key.Sign(Claims(client)));

        Clock.Advance(TimeSpan.FromMinutes(66));
        await Host.Services.GetRequiredService<DataRetention>().ApplyAsync(CancellationToken.None);
        Assert.Equal(1, await Host.ReadAsync(database => database.UsedJwts.CountAsync()));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Host.Services.GetRequiredService<DataRetention>().ApplyAsync(CancellationToken.None);
        Assert.Equal(0, await Host.ReadAsync(database => database.UsedJwts.CountAsync()));
    }

    [Fact]
    public void What_is_remembered_of_an_id_depends_on_its_purpose_and_issuer_and_not_on_how_they_join() => Assert.Equal(
        4,
        new[] { UsedJwt.HashOf("a", "b", "c"), UsedJwt.HashOf("a b", "", "c"), UsedJwt.HashOf("a", "b c", ""), UsedJwt.HashOf("a", "", "b c") }.Select(Convert.ToHexString).Distinct().Count());

    [Theory]
    [InlineData("not a JWT", "a.b.c", null, "invalid_request", 400)]
    [InlineData("too short", "e30.e30", null, "invalid_request", 400)]
    [InlineData("no subject", "{nosub}", null, "invalid_request", 400)]
    [InlineData("a subject that is no string", "{badsub}", null, "invalid_request", 400)]
    [InlineData("no such client", "{nobody}", null, "invalid_client", 401)]
    [InlineData("client_id is not the subject", "{good}", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "invalid_grant", 400)]
    public async Task The_assertion_says_who_it_is(string what, string assertion, string? clientId, string error, int status)
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));
        var text = assertion switch
        {
            "{nosub}" => _key.Sign(Claims(client, ("sub", null))),
            "{badsub}" => _key.Sign(Claims(client, ("sub", 1))),
            "{nobody}" => _key.Sign(Claims(client, ("sub", "01ARZ3NDEKTSV4RRFFQ69G5FAV"))),
            "{good}" => _key.Sign(Claims(client)),
            _ => assertion,
        };

        var result = await AuthenticateAsync(text, fields: [("client_id", clientId)]);

        Assert.False(result.Succeeded, what);
        Assert.Equal((error, status), (result.Error.Code, result.Error.Status));
    }

    [Fact]
    public async Task An_assertion_stands_alone_and_has_its_type()
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));

        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client)), fields: [("client_id", client.ClientId)])).Succeeded);
        Assert.Equal("invalid_request", (await AuthenticateAsync(_key.Sign(Claims(client)), fields: [("client_secret", "x")])).Error?.Code);
        Assert.Equal("invalid_request", (await AuthenticateAsync(_key.Sign(Claims(client)), authorization: "Basic " + Convert.ToBase64String("a:b"u8))).Error?.Code);
        Assert.Equal("invalid_request", (await AuthenticateAsync(_key.Sign(Claims(client)), authorization: "Bearer x")).Error?.Code);
        Assert.Equal("invalid_request", (await AuthenticateAsync(_key.Sign(Claims(client)), type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer")).Error?.Code);
        Assert.Equal("invalid_request", (await AuthenticateAsync(_key.Sign(Claims(client)), type: null)).Error?.Code);
        Assert.Equal("invalid_request", (await AuthenticateAsync(null)).Error?.Code);
    }

    [Fact]
    public async Task The_method_is_the_registered_one()
    {
        var basic = await ArrangeAsync(A.ConfidentialClient());
        var open = await ArrangeAsync(A.Client());
        var signing = await ArrangeAsync(KeyClient(_key.Jwks));

        Assert.Equal("invalid_client", (await AuthenticateAsync(_secret.Sign(Claims(basic)))).Error?.Code);
        Assert.Equal("invalid_client", (await AuthenticateAsync(_secret.Sign(Claims(open)))).Error?.Code);
        Assert.Equal("invalid_client", (await AuthenticateAsync(null, type: null, fields: [("client_id", signing.ClientId)])).Error?.Code);
    }

    [Fact]
    public async Task A31_wrong_assertions_are_limited_like_wrong_secrets()
    {
        var client = await ArrangeAsync(KeyClient(_key.Jwks));
        using var other = AssertionSigner.WithKey();
        for (var guess = 0; guess < 20; guess++)
        {
            Assert.Equal(401, (await AuthenticateAsync(other.Sign(Claims(client)))).Error?.Status);
        }

        Assert.Equal(429, (await AuthenticateAsync(_key.Sign(Claims(client)))).Error?.Status);
    }

    [Fact]
    public async Task Keys_are_fetched_once_for_some_minutes()
    {
        _web.Put(KeysAddress, _key.Jwks);
        var client = await ArrangeAsync(KeyClient(jwksUri: KeysAddress));

        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client)))).Succeeded);
        Clock.Advance(ClientKeySets.Lifetime - TimeSpan.FromSeconds(1));
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client)))).Succeeded);
        Assert.Single(_web.Requests);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client)))).Succeeded);
        Assert.Equal(2, _web.Requests.Count);
    }

    [Fact]
    public async Task A_new_key_is_found_but_nonsense_does_not_make_us_ask_again_and_again()
    {
        using var newKey = AssertionSigner.WithKey(keyId: "two");
        _web.Put(KeysAddress, _key.Jwks);
        var client = await ArrangeAsync(KeyClient(jwksUri: KeysAddress));
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client)))).Succeeded);

        _web.Put(KeysAddress, newKey.Jwks);
        Assert.Equal("invalid_client", (await AuthenticateAsync(newKey.Sign(Claims(client)))).Error?.Code);
        Assert.Single(_web.Requests);
        Clock.Advance(ClientKeySets.ShortestInterval);
        Assert.True((await AuthenticateAsync(newKey.Sign(Claims(client)))).Succeeded);
        Assert.Equal(2, _web.Requests.Count);
    }

    [Fact]
    public async Task Keys_that_cannot_be_had_are_our_fault_and_asked_for_again_soon()
    {
        var client = await ArrangeAsync(KeyClient(jwksUri: KeysAddress));

        Assert.Equal(("server_error", 500), ((await AuthenticateAsync(_key.Sign(Claims(client)))).Error is { } error ? (error.Code, error.Status) : default));
        _web.Put(KeysAddress, "<html>");
        Clock.Advance(ClientKeySets.ShortestInterval);
        Assert.Equal("server_error", (await AuthenticateAsync(_key.Sign(Claims(client)))).Error?.Code);
        _web.Put(KeysAddress, _key.Jwks);
        Clock.Advance(ClientKeySets.ShortestInterval);
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client)))).Succeeded);
        Assert.Equal(3, _web.Requests.Count);
    }

    [Fact]
    public async Task A_failed_look_for_newer_keys_leaves_those_that_are_known()
    {
        using var other = AssertionSigner.WithKey();
        _web.Put(KeysAddress, _key.Jwks);
        var client = await ArrangeAsync(KeyClient(jwksUri: KeysAddress));
        await AuthenticateAsync(_key.Sign(Claims(client)));

        _web.Remove(KeysAddress);
        Clock.Advance(ClientKeySets.ShortestInterval);
        Assert.Equal("invalid_client", (await AuthenticateAsync(other.Sign(Claims(client)))).Error?.Code);
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client)))).Succeeded);
        Clock.Advance(ClientKeySets.Lifetime);
        Assert.Equal("server_error", (await AuthenticateAsync(_key.Sign(Claims(client)))).Error?.Code);
    }

    [Fact]
    public async Task Requests_at_the_same_moment_share_one_fetch()
    {
        _web.Put(KeysAddress, _key.Jwks);
        _web.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = await ArrangeAsync(KeyClient(jwksUri: KeysAddress));

        var keySets = Host.Services.GetRequiredService<ClientKeySets>();
        var waiting = Enumerable.Range(0, 8).Select(_ => keySets.GetAsync(KeysAddress, newer: false, CancellationToken.None)).ToArray();
        _web.Gate.SetResult();

        Assert.All(await Task.WhenAll(waiting), Assert.NotNull);
        Assert.True((await AuthenticateAsync(_key.Sign(Claims(client)))).Succeeded);
        Assert.Single(_web.Requests);
    }

    [Fact]
    public async Task A_secret_under_another_key_is_our_fault()
    {
        var client = await ArrangeAsync(Client.Configure(Guid.CreateVersion7(Clock.GetUtcNow()), new ConfiguredClient(ClientAuthMethod.SecretJwt, []), Convert.ToBase64String(new byte[64]), Clock.GetUtcNow()));

        Assert.Equal(("server_error", 500), ((await AuthenticateAsync(_secret.Sign(Claims(client)))).Error is { } error ? (error.Code, error.Status) : default));
    }

    private Client KeyClient(string? jwks = null, string? jwksUri = null) => Client.Configure(
        Guid.CreateVersion7(Clock.GetUtcNow()), new ConfiguredClient(ClientAuthMethod.PrivateKeyJwt, [A.RedirectUri]) { Jwks = jwks, JwksUri = jwksUri }, encryptedSecret: null, Clock.GetUtcNow());

    private Dictionary<string, object?> Claims(Client client, params IEnumerable<(string Name, object? Value)> changes) => AssertionSigner.Claims(client.ClientId, Clock.GetUtcNow(), changes);

    private async Task<Client> ArrangeAsync(Client client)
    {
        await Host.ArrangeAsync(client);
        return client;
    }

    private Task<OAuthResult<Client>> AuthenticateAsync(
        string? assertion,
        string endpoint = EndpointPaths.Token,
        string? authorization = null,
        string? type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        IdentityHost? on = null,
        params (string Name, string? Value)[] fields) => (on ?? Host).RunAsync<ClientAuthenticator, OAuthResult<Client>>(authenticator => authenticator.AuthenticateAsync(
            authorization, A.Form([("client_assertion", assertion), ("client_assertion_type", type), .. fields]), A.Requester(), endpoint, CancellationToken.None));

    public sealed class OnSqlite() : ClientAssertionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ClientAssertionTests(DatabaseProvider.PostgreSql);
}
