using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;
using Portal.Identity.Tokens.Plain;

namespace Portal.Tests.Unit.Support;

/// <summary>A client that acts for somebody, as seen from the protocol endpoints.</summary>
internal sealed class AnApp
{
    private readonly IdentityHost _host;

    private AnApp(IdentityHost host, PortalUser user, BrowserSession browser, Client client) => (_host, User, Browser, Client) = (host, user, browser, client);

    public PortalUser User { get; }

    public BrowserSession Browser { get; }

    public Client Client { get; }

    /// <summary>Somebody who is signed in, and a client that has no grant yet.</summary>
    public static async Task<AnApp> ArrangeAsync(IdentityHost host, Client? client = null, string username = "alice")
    {
        var user = A.User(username);
        var app = new AnApp(host, user, A.BrowserSession(user), client ?? A.Client());
        await host.ArrangeAsync(app.User, app.Browser, app.Client);
        return app;
    }

    /// <summary>The person allows the client; the code that it gets.</summary>
    public async Task<string> ConsentAsync(string scope = A.MatrixScope, string? nonce = null, string? challenge = null, RequestedClaims? claims = null, string? keyThumbprint = null)
    {
        var code = new SecretGenerator().Text(32);
        await _host.ArrangeAsync(A.FulfilledGrant(Client, Browser, code, scope, nonce, challenge, _host.Clock.GetUtcNow(), claims, keyThumbprint));
        return code;
    }

    public Task<OAuthResult<TokenResponse>> ExchangeAsync(string code, string? verifier = null, string? redirectUri = null, Client? by = null, IdentityHost? on = null) => TokenAsync(
        on ?? _host, by ?? Client, ("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirectUri));

    public Task<OAuthResult<TokenResponse>> RefreshAsync(string? refreshToken, Client? by = null, IdentityHost? on = null, Requester? requester = null) =>
        AskAsync(on ?? _host, by ?? Client, A.Form(("grant_type", "refresh_token"), ("refresh_token", refreshToken)), requester ?? A.Requester());

    /// <summary>Consent and exchange: a session with tokens.</summary>
    public async Task<TokenResponse> SignInAsync(string scope = A.MatrixScope) => Granted(await ExchangeAsync(await ConsentAsync(scope)));

    /// <summary>What introspection knows of the token; nothing if it is inactive.</summary>
    public Task<TokenRecord?> IntrospectAsync(string? token, string? hint = null, IdentityHost? on = null) => (on ?? _host).RunAsync<TokenIntrospection, TokenRecord?>(
        introspection => introspection.FindLiveAsync(token!, hint, CancellationToken.None).AsTask());

    /// <summary>Whether the store has the token alive; unlike introspection, this is no use of it.</summary>
    public async Task<bool> IsLiveAsync(string? token) =>
        await _host.Services.GetRequiredService<TokenLookup>().FindAsync(TokenFormat.Classify(token), token!, CancellationToken.None) is { IsLive: true };

    public Task<OAuthError?> RevokeAsync(string? token, string? hint = null, Client? by = null) => EndAsync(by ?? Client, token, hint);

    /// <summary>A revocation that names no client.</summary>
    public Task<OAuthError?> RevokeNamelesslyAsync(string? token) => EndAsync(null, token, null);

    public static TokenResponse Granted(OAuthResult<TokenResponse> result) =>
        result.Succeeded ? result.Value : throw new InvalidOperationException($"{result.Error.Code}: {result.Error.Description}");

    public static Task<OAuthResult<TokenResponse>> TokenAsync(IdentityHost host, Client client, params (string Name, string? Value)[] parameters) =>
        AskAsync(host, client, A.Form(parameters), A.Requester());

    /// <summary>As the token endpoint does it: the short way, and where that leads nowhere, the one that knows why.</summary>
    public static async Task<OAuthResult<TokenResponse>> AskAsync(IdentityHost host, Client client, OAuthForm form, Requester requester) =>
        await AskPlainlyAsync(host, client, form, requester) is { } plain ? plain : await AskOrdinarilyAsync(host, client, form, requester);

    /// <summary>The short way alone.</summary>
    public static Task<TokenResponse?> AskPlainlyAsync(IdentityHost host, Client client, OAuthForm form, Requester requester) => host.RunAsync<PlainExchange, TokenResponse?>(plain => plain.TryExchangeAsync(
        new CheckedClient(client.Id, client.ClientId, client.TokenEndpointAuthMethod, client.GrantTypes, client.DpopBoundAccessTokens, client.IdTokenSignedResponseAlg), form, requester, CancellationToken.None));

    /// <summary>The other way alone.</summary>
    public static Task<OAuthResult<TokenResponse>> AskOrdinarilyAsync(IdentityHost host, Client client, OAuthForm form, Requester requester) =>
        host.RunAsync<TokenService, OAuthResult<TokenResponse>>(tokens => tokens.ExchangeAsync(client, form, requester, CancellationToken.None));

    private Task<OAuthError?> EndAsync(Client? client, string? token, string? hint) => _host.RunAsync<TokenRevocation, OAuthError?>(
        revocation => revocation.RevokeAsync(client, A.Form(("token", token), ("token_type_hint", hint)), CancellationToken.None));
}
