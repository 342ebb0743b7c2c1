using System.Text;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

/// <summary>The tables of section 0.4 of the oauth contract. In the rows, {p}, {b} and {s} are the ids of a public client and of those that use Basic and the body.</summary>
public abstract class ClientAuthenticatorTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly Client _public = A.Client();
    private readonly Client _basic = A.ConfidentialClient(ClientAuthMethod.Basic);
    private readonly Client _post = A.ConfidentialClient(ClientAuthMethod.Post);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_public, _basic, _post);
    }

    [Theory]
    [InlineData(null, "client_id={p}")]
    [InlineData("Basic {b}:" + A.Secret, "")]
    [InlineData("bAsIc {b}:" + A.Secret, "client_id={b}")]
    [InlineData("Basic {b}:the+secret+of%20the+client", "")] // form-encoded, RFC 6749 §2.3.1 (D12)
    [InlineData(null, "client_id={s}&client_secret=" + A.Secret)]
    public async Task Each_client_authenticates_in_its_own_way(string? authorization, string form) =>
        Assert.True((await AuthenticateAsync(authorization, form)).Succeeded);

    [Theory]
    [InlineData("no credentials", null, "", "invalid_request", 400)]
    [InlineData("no credentials, empty id", null, "client_id=", "invalid_request", 400)]
    [InlineData("secret without id", null, "client_secret=" + A.Secret, "invalid_request", 400)]
    [InlineData("another scheme", "Digest {b}", "", "invalid_request", 400)]
    [InlineData("unparsable header", "Basic", "", "invalid_request", 400)]
    [InlineData("Basic and a secret in the body", "Basic {b}:" + A.Secret, "client_secret=" + A.Secret, "invalid_request", 400)]
    [InlineData("assertion", null, "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=a.b.c", "invalid_request", 400)]
    [InlineData("assertion and secret", null, "client_id={s}&client_secret=x&client_assertion=a.b.c", "invalid_request", 400)]
    [InlineData("client_id is not the Basic user", "Basic {b}:" + A.Secret, "client_id={p}", "invalid_grant", 400)]
    [InlineData("bearer", "Bearer token", "", "invalid_client", 401)]
    [InlineData("unknown client", null, "client_id=01ARZ3NDEKTSV4RRFFQ69G5FAV", "invalid_client", 401)]
    [InlineData("an id that is none", null, "client_id=element", "invalid_client", 401)]
    [InlineData("line 53: wrong secret", "Basic {b}:wrong", "", "invalid_client", 401)]
    [InlineData("empty secret", "Basic {b}:", "", "invalid_client", 401)]
    [InlineData("line 53: Basic from a client_secret_post client", "Basic {s}:" + A.Secret, "", "invalid_client", 401)]
    [InlineData("body from a client_secret_basic client", null, "client_id={b}&client_secret=" + A.Secret, "invalid_client", 401)]
    [InlineData("confidential client without secret", null, "client_id={b}", "invalid_client", 401)]
    [InlineData("public client with a secret", null, "client_id={p}&client_secret=x", "invalid_client", 401)]
    [InlineData("public client with Basic", "Basic {p}:", "", "invalid_client", 401)]
    public async Task Anything_else_is_refused(string what, string? authorization, string form, string error, int status)
    {
        var result = await AuthenticateAsync(authorization, form);

        Assert.False(result.Succeeded, what);
        Assert.Null(await CheckAsync(authorization, form));
        Assert.Equal((error, status), (result.Error.Code, result.Error.Status));
    }

    [Fact]
    public async Task A31_After_twenty_wrong_secrets_the_right_one_must_wait_too()
    {
        for (var guess = 0; guess < 20; guess++)
        {
            Assert.Equal("invalid_client", (await AuthenticateAsync("Basic {b}:wrong", "")).Error?.Code);
        }

        Assert.Equal(429, (await AuthenticateAsync($"Basic {{b}}:{A.Secret}", "")).Error?.Status);
        Assert.Null(await CheckAsync($"Basic {{b}}:{A.Secret}", ""));
        Assert.True((await AuthenticateAsync(null, $"client_id={{s}}&client_secret={A.Secret}")).Succeeded); // another client is not concerned
        Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await AuthenticateAsync($"Basic {{b}}:{A.Secret}", "")).Succeeded);
        Assert.Equal(Ulid.Encode(_basic.Id), await CheckAsync($"Basic {{b}}:{A.Secret}", ""));
    }

    [Fact]
    public async Task The_short_way_knows_public_clients_and_who_has_a_secret_and_nobody_else()
    {
        Assert.Equal(Ulid.Encode(_basic.Id), await CheckAsync($"Basic {{b}}:{A.Secret}", ""));
        Assert.Equal(Ulid.Encode(_post.Id), await CheckAsync(null, $"client_id={{s}}&client_secret={A.Secret}"));
        Assert.Equal(Ulid.Encode(_public.Id), await CheckAsync(null, "client_id={p}"));
        Assert.Null(await CheckAsync(null, "client_id={b}"));
        Assert.Null(await CheckAsync(null, "client_id={s}"));
        Assert.Null(await CheckAsync($"Basic {{p}}:{A.Secret}", ""));
        Assert.Null(await CheckAsync($"Basic {Ulid.Encode(Guid.CreateVersion7(Clock.GetUtcNow()))}:{A.Secret}", ""));
    }

    private Task<OAuthResult<Client>> AuthenticateAsync(string? authorization, string form) =>
        Host.RunAsync<ClientAuthenticator, OAuthResult<Client>>(authenticator =>
            authenticator.AuthenticateAsync(Header(authorization), FormOf(form), A.Requester(), EndpointPaths.Token, CancellationToken.None));

    private Task<string?> CheckAsync(string? authorization, string form) =>
        Host.RunAsync<ClientCheck, string?>(async check => (await check.FindAsync(Header(authorization), FormOf(form), A.Requester(), CancellationToken.None))?.ClientId);

    private OAuthForm FormOf(string form) => A.Form(
        [.. WithIds(form).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], (string?)pair[1]))]);

    private string? Header(string? authorization) => authorization?.Split(' ', 2) is [var scheme, var credentials] && credentials.Contains(':')
        ? $"{scheme} {Convert.ToBase64String(Encoding.UTF8.GetBytes(WithIds(credentials)))}"
        : authorization;

    private string WithIds(string text) => text
        .Replace("{p}", Ulid.Encode(_public.Id)).Replace("{b}", Ulid.Encode(_basic.Id)).Replace("{s}", Ulid.Encode(_post.Id));

    public sealed class OnSqlite() : ClientAuthenticatorTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ClientAuthenticatorTests(DatabaseProvider.PostgreSql);
}
