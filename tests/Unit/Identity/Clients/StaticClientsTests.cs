using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

/// <summary>Clients of the configuration (oauth contract, section 3.6).</summary>
public abstract class StaticClientsTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Service = "01JZ8T5Q3M6W2V9K4B7XH0N1CD";
    private const string Page = "01JZ8T5Q3M6W2V9K4B7XH0N1CE";

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Clients:0:ClientId"] = Service,
        ["Portal:Clients:0:ClientAuthMethod"] = "client_secret_post",
        ["Portal:Clients:0:ClientSecret"] = "the new secret",
        ["Portal:Clients:0:ClientName"] = "Service",
        ["Portal:Clients:0:ClientUri"] = "https://APP.example",
        ["Portal:Clients:0:RedirectUris:0"] = "https://app.example:443/cb",
        ["Portal:Clients:0:PkceRequired"] = "false",
        ["Portal:Clients:0:DpopBoundAccessTokens"] = "true",
        ["Portal:Clients:1:ClientId"] = Page,
        ["Portal:Clients:1:ClientAuthMethod"] = "none",
    };

    [Fact]
    public async Task They_are_stored_with_every_grant()
    {
        await StoreAsync(Host);

        var service = await FindAsync(Service);
        Assert.True(service is { IsStatic: true, PkceRequired: false, DpopBoundAccessTokens: true, ClientName: "Service", ClientUri: "https://app.example/" });
        Assert.Equal(["https://app.example/cb"], service.RedirectUris);
        Assert.Equal(GrantTypes.Registrable, service.GrantTypes);
        Assert.Equal("the new secret", A.Protector().UnprotectText(service.EncryptedClientSecret!));
        Assert.True(await FindAsync(Page) is { IsStatic: true, PkceRequired: true, DpopBoundAccessTokens: false, EncryptedClientSecret: null });
        Assert.True((await Host.RunAsync<ClientAuthenticator, OAuthResult<Client>>(clients => clients.AuthenticateAsync(
            null, A.Form(("client_id", Service), ("client_secret", "the new secret")), A.Requester(), EndpointPaths.Token, CancellationToken.None))).Succeeded);
    }

    [Fact]
    public async Task A_start_that_changes_nothing_writes_nothing_new()
    {
        await StoreAsync(Host);
        var before = await FindAsync(Service);

        await StoreAsync(Host);

        Assert.Equal(before.EncryptedClientSecret, (await FindAsync(Service)).EncryptedClientSecret);
    }

    [Fact]
    public async Task What_the_configuration_says_now_holds_and_clients_that_it_names_no_longer_stay()
    {
        Assert.True(Ulid.TryDecode(Service, out var id));
        var gone = A.ConfidentialClient();
        await Host.ArrangeAsync(
            gone,
            Client.Configure(id, new ConfiguredClient(ClientAuthMethod.PrivateKeyJwt, ["https://old.example/cb"], "Old") { JwksUri = "https://old.example/" }, Convert.ToBase64String(new byte[64]), Clock.GetUtcNow().AddDays(-1)));

        await StoreAsync(Host);

        var service = await FindAsync(Service);
        Assert.True(service is { ClientName: "Service", TokenEndpointAuthMethod: ClientAuthMethod.Post, JwksUri: null });
        Assert.Equal(Clock.GetUtcNow().AddDays(-1), service.CreatedAt);
        Assert.Equal("the new secret", A.Protector().UnprotectText(service.EncryptedClientSecret!));
        Assert.Equal(3, await Host.ReadAsync(database => database.Clients.CountAsync()));
        Assert.Equal(gone.EncryptedClientSecret, (await FindAsync(gone.ClientId)).EncryptedClientSecret);
    }

    [Fact]
    public async Task Processes_that_start_together_store_them_once()
    {
        await AtOnceAsync(8, async (process, _) =>
        {
            await StoreAsync(process);
            return true;
        });

        Assert.Equal(2, await Host.ReadAsync(database => database.Clients.CountAsync()));
    }

    private static Task StoreAsync(IdentityHost host) => host.RunAsync<StaticClients>(clients => clients.StoreAsync(CancellationToken.None));

    private Task<Client> FindAsync(string clientId) => Host.RunAsync<ClientDirectory, Client>(async clients => (await clients.FindAsync(clientId, A.Requester(), CancellationToken.None))!);

    public sealed class OnSqlite() : StaticClientsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : StaticClientsTests(DatabaseProvider.PostgreSql);
}

public sealed class StaticClientOptionsTests
{
    private const string Id = "\"ClientId\": \"01JZ8T5Q3M6W2V9K4B7XH0N1CD\"";

    [Theory]
    [InlineData("""{ "ClientAuthMethod": "none" }""")]
    [InlineData("""{ "ClientAuthMethod": "client_secret_jwt", "ClientSecret": "x", "PkceRequired": false }""")]
    [InlineData("""{ "ClientAuthMethod": "private_key_jwt", "JwksUri": "https://app.example/jwks" }""")]
    [InlineData("""{ "ClientAuthMethod": "private_key_jwt", "Jwks": "{\"keys\":[]}" }""")]
    [InlineData("""{ "ClientAuthMethod": "none", "RedirectUris": ["com.example.app:/cb", "http://127.0.0.1/"] }""")]
    public void A_client_that_can_work_starts(string entry) => Assert.Empty(Faults(entry));

    [Theory]
    [InlineData("""{ "ClientId": "element", "ClientAuthMethod": "none" }""", "Portal:Clients:0:ClientId is 'element'; write a ULID such as 01JZ8T5Q3M6W2V9K4B7XH0N1CD.")]
    [InlineData("""{ "ClientAuthMethod": "tls_client_auth" }""", "Portal:Clients:0:ClientAuthMethod is 'tls_client_auth'; write one of client_secret_basic, client_secret_post, client_secret_jwt, private_key_jwt, none.")]
    [InlineData("""{ }""", "Portal:Clients:0:ClientAuthMethod is ''; write one of client_secret_basic, client_secret_post, client_secret_jwt, private_key_jwt, none.")]
    [InlineData("""{ "ClientAuthMethod": "none", "PkceRequired": false }""", "Portal:Clients:0:PkceRequired is false, but a client without credentials has nothing else to prove that a code is its own; remove it.")]
    [InlineData("""{ "ClientAuthMethod": "none", "ClientSecret": "x" }""", "Portal:Clients:0:ClientSecret is set, but none has no secret; remove it or change ClientAuthMethod.")]
    [InlineData("""{ "ClientAuthMethod": "private_key_jwt", "Jwks": "{\"keys\":[]}", "ClientSecretFile": "x" }""", "Portal:Clients:0:ClientSecret is set, but private_key_jwt has no secret; remove it or change ClientAuthMethod.")]
    [InlineData("""{ "ClientAuthMethod": "client_secret_basic" }""", "Portal:Clients:0:ClientSecret is empty, but client_secret_basic needs one; set it or ClientSecretFile.")]
    [InlineData("""{ "ClientAuthMethod": "client_secret_basic", "ClientSecret": "" }""", "Portal:Clients:0:ClientSecret is empty, but client_secret_basic needs one; set it or ClientSecretFile.")]
    [InlineData("""{ "ClientAuthMethod": "client_secret_basic", "ClientSecret": "x", "ClientSecretFile": "y" }""", "Portal:Clients:0:ClientSecret and ClientSecretFile are both set; keep one of them.")]
    [InlineData("""{ "ClientAuthMethod": "client_secret_basic", "ClientSecretFile": "/no/such/file" }""", "Portal:Clients:0:ClientSecretFile is '/no/such/file', which does not exist; put the client's secret there.")]
    [InlineData("""{ "ClientAuthMethod": "private_key_jwt" }""", "Portal:Clients:0:Jwks is not set, but private_key_jwt needs it; set it or JwksUri.")]
    [InlineData("""{ "ClientAuthMethod": "private_key_jwt", "Jwks": "{\"keys\":[]}", "JwksUri": "https://app.example/" }""", "Portal:Clients:0:Jwks and JwksUri are both set; keep one of them.")]
    [InlineData("""{ "ClientAuthMethod": "client_secret_basic", "ClientSecret": "x", "JwksUri": "https://app.example/" }""", "Portal:Clients:0:Jwks or JwksUri is set, but client_secret_basic has no keys; remove it or change ClientAuthMethod.")]
    [InlineData("""{ "ClientAuthMethod": "private_key_jwt", "Jwks": "[]" }""", "Portal:Clients:0:Jwks is no JSON Web Key Set; write one such as {\"keys\":[{\"kty\":\"EC\",...}]}.")]
    [InlineData("""{ "ClientAuthMethod": "private_key_jwt", "JwksUri": "app.example" }""", "Portal:Clients:0:JwksUri is 'app.example', which is no http or https address; write it like https://app.example.com/.")]
    [InlineData("""{ "ClientAuthMethod": "none", "ClientUri": "ftp://app.example/" }""", "Portal:Clients:0:ClientUri is 'ftp://app.example/', which is no http or https address; write it like https://app.example.com/.")]
    [InlineData("""{ "ClientAuthMethod": "none", "RedirectUris": ["https://app.example/", "https://app.example/#x"] }""", "Portal:Clients:0:RedirectUris:1 is 'https://app.example/#x', which is no address without a fragment; write it like https://app.example.com/callback.")]
    public void A_client_that_cannot_work_stops_the_start_with_one_sentence(string entry, string sentence) => Assert.Equal([sentence], Faults(entry));

    [Fact]
    public void Two_of_one_id_are_one_too_many() => Assert.Equal(
        ["Portal:Clients holds 01JZ8T5Q3M6W2V9K4B7XH0N1CD more than once; keep one of them."],
        Faults("""{ "ClientAuthMethod": "none" }""", """{ "ClientAuthMethod": "none", "ClientId": "01jz8t5q3m6w2v9k4b7xh0n1cd" }"""));

    private static IEnumerable<string> Faults(params string[] entries)
    {
        var clients = entries.Select(entry => entry.Contains("ClientId", StringComparison.Ordinal) ? entry : $"{{ {Id}, {entry.TrimStart('{', ' ')}");
        using var services = Configured.Services($$"""{ "Clients": [{{string.Join(',', clients).Replace(", }", " }", StringComparison.Ordinal)}}] }""", services =>
        {
            services.AddOptions<StaticClientOptions>().BindConfiguration(StaticClientOptions.Section);
            services.AddSingleton<IValidateOptions<StaticClientOptions>, StaticClientOptionsValidator>();
        });
        try
        {
            _ = services.GetRequiredService<IOptions<StaticClientOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }
}
