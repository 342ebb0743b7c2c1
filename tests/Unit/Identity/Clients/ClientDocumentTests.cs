using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

/// <summary>Clients whose id is the address of their metadata (draft-ietf-oauth-client-id-metadata-document).</summary>
public abstract class ClientDocumentTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Id = "https://app.example.com/client.json";
    private readonly FakeWeb _web = new();

    protected override void Change(IServiceCollection services) => _web.AddTo(services);

    [Fact]
    public async Task A_client_is_what_its_document_says()
    {
        Publish();

        var client = await FindAsync();

        Assert.True(client is { ClientId: Id, ClientName: "Example", IsPublic: true, PkceRequired: true, IsStatic: false, EncryptedClientSecret: null, MetadataDigest: null });
        Assert.Equal(["https://app.example.com/cb"], client.RedirectUris);
        Assert.Equal(["authorization_code", "refresh_token"], client.GrantTypes);
        Assert.Equal("https://app.example.com/", client.ClientUri); // its site, where it names none
    }

    [Fact]
    public async Task It_has_one_id_which_is_its_address()
    {
        Publish();
        var client = await FindAsync();

        Assert.Null(await FindAsync(Ulid.Encode(client!.Id)));
    }

    [Theory]
    [InlineData("""{ "client_id": "https://app.example.com/other.json" }""")]
    [InlineData("""{ "client_id": "https://APP.example.com/client.json" }""")]
    [InlineData("""{ "client_id": null }""")]
    [InlineData("""{ "client_id": 1 }""")]
    [InlineData("""{ "client_secret": "x" }""")]
    [InlineData("""{ "client_secret": null, "client_secret_expires_at": 0 }""")]
    [InlineData("""{ "token_endpoint_auth_method": "client_secret_basic" }""")]
    [InlineData("""{ "token_endpoint_auth_method": "client_secret_post" }""")]
    [InlineData("""{ "token_endpoint_auth_method": "client_secret_jwt", "token_endpoint_auth_signing_alg": "HS256" }""")]
    [InlineData("""{ "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256" }""")]
    [InlineData("""{ "redirect_uris": ["https://elsewhere.example/cb"] }""")]
    [InlineData("""{ "redirect_uris": ["http://app.example.com/cb"] }""")]
    [InlineData("""{ "redirect_uris": null }""")]
    [InlineData("""{ "client_uri": "https://element.io/", "redirect_uris": ["https://element.io/cb"] }""")] // the site of somebody else
    [InlineData("""{ "client_uri": "https://com/" }""")]
    [InlineData("""{ "logo_uri": "https://tracker.example/logo.png" }""")]
    [InlineData("""{ "tos_uri": "javascript:alert(1)" }""")]
    [InlineData("""{ "client_name": "a\u202Eb" }""")]
    public async Task A60_a_document_that_may_not_be_is_no_client(string changes)
    {
        Publish(changes);

        Assert.Null(await FindAsync());
        Assert.Equal(0, await Host.ReadAsync(database => database.Clients.CountAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "client_id": "\ud800" }""")]
    [InlineData("""{ "client_id": "https://app.example.com/client.json", "client_id": "https://app.example.com/client.json" }""")]
    public async Task What_is_no_document_is_no_client(string body)
    {
        _web.Put(Id, body);

        Assert.Null(await FindAsync());
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON; charset=utf-8", true)]
    [InlineData("application/cimd+json", true)]
    [InlineData("text/html", false)]
    [InlineData("text/plain", false)]
    [InlineData("text/json", false)]
    [InlineData("image/svg+json", false)]
    [InlineData("application/jsonp", false)]
    [InlineData("application/json-seq", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("", false)]
    public async Task A60_only_what_is_served_as_JSON_is_a_document(string type, bool accepted)
    {
        _web.Put(Id, $$"""{ "client_id": "{{Id}}", "redirect_uris": ["https://app.example.com/cb"] }""", type);

        Assert.Equal(accepted, await FindAsync() is not null);
    }

    [Theory]
    [InlineData("https://app.example.com/client.json")]
    [InlineData("https://app.example.com:8443/client.json")]
    [InlineData("https://app.example.com/a/b")]
    public void An_id_is_an_https_address_with_a_path(string text) => Assert.True(ClientIdUrl.TryParse(text, out _));

    [Theory]
    [InlineData("http://app.example.com/client.json")]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/client.json#x")]
    [InlineData("https://app.example.com/client.json#")]
    [InlineData("https://app.example.com/client.json?x=y")]
    [InlineData("https://name@app.example.com/client.json")]
    [InlineData("https://app.example.com/a/../client.json")]
    [InlineData("https://app.example.com/./client.json")]
    [InlineData("https://app.example.com/%2e%2e/client.json")]
    [InlineData("https://app.example.com:443/client.json")]
    [InlineData("https://APP.example.com/client.json")]
    [InlineData("HTTPS://app.example.com/client.json")]
    [InlineData("https://app.example.com\\client.json")]
    [InlineData("https:app.example.com/client.json")]
    [InlineData(" https://app.example.com/client.json")]
    [InlineData("com.example.app:/client.json")]
    [InlineData("")]
    [InlineData(null)]
    public void A62_no_other_address_is_an_id(string? text) => Assert.False(ClientIdUrl.TryParse(text, out _));

    [Theory]
    [InlineData(null, 60)]
    [InlineData("max-age=1800", 30)]
    [InlineData("no-store", 5)]
    [InlineData("max-age=1", 5)]
    [InlineData("max-age=31536000", 24 * 60)]
    public async Task A_document_is_kept_as_long_as_its_server_says_within_bounds(string? cacheControl, int minutes)
    {
        Publish(cacheControl: cacheControl);
        await FindAsync();

        Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        await FindAsync();
        Assert.Single(_web.Requests);
        Publish("""{ "client_name": "Renamed" }""", cacheControl);
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Renamed", (await FindAsync())?.ClientName);
        Assert.Equal(2, _web.Requests.Count);
    }

    [Fact]
    public async Task A_document_that_cannot_be_refreshed_holds_for_a_week_and_is_tried_again_soon()
    {
        Publish();
        var first = await FindAsync();
        _web.Remove(Id);

        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(first!.Id, (await FindAsync())?.Id);
        await FindAsync();
        Assert.Equal(2, _web.Requests.Count);
        Clock.Advance(ClientDirectory.RetryInterval);
        await FindAsync();
        Assert.Equal(3, _web.Requests.Count);

        Clock.Advance(ClientDirectory.LongestStale);
        Assert.Null(await FindAsync());
        Publish();
        Assert.Equal(first.Id, (await FindAsync())?.Id); // the same client, with its sessions
    }

    [Fact]
    public async Task Fetches_are_limited_by_address_and_count_as_registrations()
    {
        for (var number = 0; number < 60; number++)
        {
            Assert.Null(await FindAsync($"https://app.example.com/{number}"));
        }

        Publish();
        Assert.Null(await FindAsync());
        Assert.Equal(60, _web.Requests.Count);
        Assert.NotNull(await FindAsync(requester: A.Requester("192.0.2.77")));
        Assert.NotNull(await FindAsync()); // known by now
    }

    [Fact]
    public async Task Requests_at_the_same_moment_make_one_client()
    {
        Publish();

        var found = await AtOnceAsync(8, (process, _) => FindAsync(on: process));

        Assert.Single(found.Select(client => client!.Id).Distinct());
        Assert.Equal(1, await Host.ReadAsync(database => database.Clients.CountAsync()));
    }

    [Fact]
    public async Task It_may_sign_with_a_key_and_its_id_is_the_issuer()
    {
        using var signer = AssertionSigner.WithKey();
        Publish($$"""{ "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256", "jwks": {{signer.Jwks}} }""");

        var result = await Host.RunAsync<ClientAuthenticator, OAuthResult<Client>>(clients => clients.AuthenticateAsync(
            null,
            A.Form(("client_assertion", signer.Sign(AssertionSigner.Claims(Id, Clock.GetUtcNow()))), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")),
            A.Requester(),
            EndpointPaths.Token,
            CancellationToken.None));

        Assert.Equal(Id, result.Value?.ClientId);
    }

    [Fact]
    public async Task An_operator_may_do_without()
    {
        Publish();
        await using var host = new IdentityHost(Host.Database, new Dictionary<string, string?> { ["Portal:OAuth:ClientIdMetadataDocumentsEnabled"] = "false" }, Clock, Change);
        await host.Keys.LoadAsync(CancellationToken.None);

        Assert.Null(await FindAsync(on: host));
        Assert.Empty(_web.Requests);
    }

    private void Publish(string changes = "{}", string? cacheControl = null)
    {
        var document = JsonNode.Parse(
            $$"""{ "client_id": "{{Id}}", "client_name": "Example", "redirect_uris": ["https://app.example.com/cb"], "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "none" }""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            document[name] = value?.DeepClone();
        }

        _web.Put(Id, document.ToJsonString(), cacheControl: cacheControl);
    }

    private Task<Client?> FindAsync(string id = Id, Requester? requester = null, IdentityHost? on = null) =>
        (on ?? Host).RunAsync<ClientDirectory, Client?>(clients => clients.FindAsync(id, requester ?? A.Requester(), CancellationToken.None));

    public sealed class OnSqlite() : ClientDocumentTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ClientDocumentTests(DatabaseProvider.PostgreSql);
}
