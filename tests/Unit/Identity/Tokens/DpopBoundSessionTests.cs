using Microsoft.EntityFrameworkCore;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>Which key goes with which code, session and token (RFC 9449 §5 and §10), once the proof is found good.</summary>
public abstract class DpopBoundSessionTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Key = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    private const string OtherKey = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

    [Fact]
    public async Task A_code_that_is_redeemed_with_a_key_gives_tokens_of_that_key()
    {
        var app = await AnApp.ArrangeAsync(Host);

        var tokens = AnApp.Granted(await ExchangeAsync(app, await app.ConsentAsync("openid"), Key));

        Assert.Equal("DPoP", tokens.TokenType);
        Assert.Equal(Key, (await app.IntrospectAsync(tokens.AccessToken))?.KeyThumbprint);
        Assert.Equal(Key, (await app.IntrospectAsync(tokens.RefreshToken))?.KeyThumbprint);
    }

    [Fact]
    public async Task Without_a_key_tokens_are_bearer_tokens()
    {
        var app = await AnApp.ArrangeAsync(Host);

        var tokens = await app.SignInAsync("openid");

        Assert.Equal("Bearer", tokens.TokenType);
        Assert.Null((await app.IntrospectAsync(tokens.AccessToken))!.KeyThumbprint);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OtherKey)]
    public async Task A_bound_code_waits_for_its_key(string? wrong)
    {
        var app = await AnApp.ArrangeAsync(Host);
        var code = await app.ConsentAsync("openid", keyThumbprint: Key);

        Assert.Equal("invalid_grant", (await ExchangeAsync(app, code, wrong)).Error?.Code);
        Assert.Equal("DPoP", AnApp.Granted(await ExchangeAsync(app, code, Key)).TokenType);
    }

    [Theory]
    [InlineData(ClientAuthMethod.None)]
    [InlineData(ClientAuthMethod.Basic)]
    public async Task A_refresh_needs_the_key_of_the_session_of_public_and_confidential_clients_alike(string method)
    {
        var app = await AnApp.ArrangeAsync(Host, method == ClientAuthMethod.None ? A.Client() : A.ConfidentialClient(method));
        var first = AnApp.Granted(await ExchangeAsync(app, await app.ConsentAsync("openid"), Key));

        Assert.Equal("invalid_grant", (await RefreshAsync(app, first, null)).Error?.Code);
        Assert.Equal("invalid_grant", (await RefreshAsync(app, first, OtherKey)).Error?.Code);
        var second = AnApp.Granted(await RefreshAsync(app, first, Key));

        Assert.Equal("DPoP", second.TokenType);
        Assert.Equal(Key, (await app.IntrospectAsync(second.AccessToken))?.KeyThumbprint);
    }

    [Fact]
    public async Task A_session_that_was_begun_without_a_key_stays_so()
    {
        var app = await AnApp.ArrangeAsync(Host);
        var tokens = await app.SignInAsync("openid");

        Assert.Equal("invalid_grant", (await RefreshAsync(app, tokens, Key)).Error?.Code);
        Assert.Equal("Bearer", AnApp.Granted(await app.RefreshAsync(tokens.RefreshToken)).TokenType);
    }

    [Fact]
    public async Task A_replay_by_somebody_without_the_key_is_no_replay()
    {
        var app = await AnApp.ArrangeAsync(Host);
        var first = AnApp.Granted(await ExchangeAsync(app, await app.ConsentAsync("openid"), Key));
        var second = AnApp.Granted(await RefreshAsync(app, first, Key));
        await app.IntrospectAsync(second.AccessToken);

        Assert.Equal("invalid_grant", (await RefreshAsync(app, first, OtherKey)).Error?.Code);
        Assert.Equal(0, await Host.ReadAsync(database => database.SecurityEvents.CountAsync()));
        Assert.Equal("invalid_grant", (await RefreshAsync(app, first, Key)).Error?.Code);
        Assert.Equal(1, await Host.ReadAsync(database => database.SecurityEvents.CountAsync()));
    }

    [Fact]
    public async Task Of_two_keys_that_redeem_one_code_at_once_one_has_the_session()
    {
        var app = await AnApp.ArrangeAsync(Host);
        var code = await app.ConsentAsync("openid");

        var results = await AtOnceAsync(8, (process, number) => ExchangeAsync(app, code, number % 4 < 2 ? Key : OtherKey, process));

        Assert.Equal("DPoP", Assert.Single(results, result => result.Succeeded).Value!.TokenType);
        Assert.Equal(1, await Host.ReadAsync(database => database.OAuthSessions.CountAsync()));
    }

    [Theory]
    [InlineData("urn:matrix:client:api:*")]
    [InlineData("urn:matrix:org.matrix.msc2967.client:api:*")]
    [InlineData(A.MatrixScope)]
    [InlineData("openid " + ScopePolicy.SynapseAdmin)]
    public async Task What_a_homeserver_would_take_is_never_bound_and_the_code_is_not_lost(string scope)
    {
        var app = await AnApp.ArrangeAsync(Host);
        var code = await app.ConsentAsync(scope);

        Assert.Equal(("invalid_scope", 400), Refusal(await ExchangeAsync(app, code, Key)));
        Assert.Equal("Bearer", AnApp.Granted(await app.ExchangeAsync(code)).TokenType);
    }

    [Fact]
    public void A_session_for_the_homeserver_cannot_even_be_made_with_a_key() => Assert.Throws<InvalidOperationException>(() =>
        global::Portal.Identity.Sessions.OAuthSession.Begin(Guid.Empty, null, null, A.Scope(A.MatrixScope), null, null, ManualClock.Start, keyThumbprint: Key));

    [Fact]
    public async Task A_client_acts_for_itself_with_a_key()
    {
        var client = A.ConfidentialClient();
        await Host.ArrangeAsync(client);

        var bound = AnApp.Granted(await TokenAsync(Host, client, Key, ("grant_type", "client_credentials")));
        var unbound = AnApp.Granted(await TokenAsync(Host, client, null, ("grant_type", "client_credentials")));

        Assert.Equal(("DPoP", "Bearer"), (bound.TokenType, unbound.TokenType));
    }

    [Fact]
    public async Task A_client_that_registered_for_bound_tokens_gets_no_others()
    {
        var app = await AnApp.ArrangeAsync(Host, Registration.Register("""{ "dpop_bound_access_tokens": true }"""));
        var code = await app.ConsentAsync("openid");

        Assert.Equal(("invalid_dpop_proof", 400), Refusal(await app.ExchangeAsync(code)));
        var tokens = AnApp.Granted(await ExchangeAsync(app, code, Key));
        Assert.Equal("invalid_dpop_proof", (await app.RefreshAsync(tokens.RefreshToken)).Error?.Code);
        Assert.Equal("DPoP", AnApp.Granted(await RefreshAsync(app, tokens, Key)).TokenType);
    }

    private static Task<OAuthResult<TokenResponse>> RefreshAsync(AnApp app, TokenResponse tokens, string? key, IdentityHost? on = null) =>
        app.RefreshAsync(tokens.RefreshToken, on: on, requester: A.Requester() with { ProvenKey = key });

    private Task<OAuthResult<TokenResponse>> ExchangeAsync(AnApp app, string code, string? key, IdentityHost? on = null) =>
        TokenAsync(on ?? Host, app.Client, key, ("grant_type", "authorization_code"), ("code", code));

    private static Task<OAuthResult<TokenResponse>> TokenAsync(IdentityHost host, Client client, string? key, params (string Name, string? Value)[] parameters) => host.RunAsync<TokenService, OAuthResult<TokenResponse>>(
        tokens => tokens.ExchangeAsync(client, A.Form(parameters), A.Requester() with { ProvenKey = key }, CancellationToken.None));

    private static (string?, int?) Refusal(OAuthResult<TokenResponse> result) => (result.Error?.Code, result.Error?.Status);

    public sealed class OnSqlite() : DpopBoundSessionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DpopBoundSessionTests(DatabaseProvider.PostgreSql);
}
