using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>Clients that act on their own behalf (oauth contract, section 6.3).</summary>
public abstract class ClientCredentialsGrantTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Trusted = "01JZ8T5Q3M6W2V9K4B7XH0N1CD";
    private readonly Client _client = A.ConfidentialClient();
    private readonly CommandCounter _commands = new();

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Policy:Data:AdminClients:0"] = Trusted.ToLowerInvariant(),
        ["Portal:Policy:Data:Requester:BannedIps:0"] = "198.51.100.0/24",
    };

    protected override void Change(IServiceCollection services) => _commands.AddTo(services);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_client);
    }

    [Fact]
    public async Task Line_49_without_a_scope_there_is_an_access_token_and_nothing_else()
    {
        var tokens = AnApp.Granted(await AskAsync(_client, null));

        Assert.Equal((300, null, null, null), (tokens.ExpiresIn, tokens.RefreshToken, tokens.IdToken, tokens.Scope));
        var record = await Host.RunAsync<TokenIntrospection, TokenRecord?>(introspection => introspection.FindLiveAsync(tokens.AccessToken, null, CancellationToken.None).AsTask());
        Assert.Equal((_client.Id, "", null, null), (record?.ClientId, record?.Scope, record?.UserId, record?.Username));
    }

    [Fact]
    public async Task Line_50_the_scope_of_the_programming_interface_is_echoed() =>
        Assert.Equal("urn:mas:graphql:*", AnApp.Granted(await AskAsync(_client, "urn:mas:graphql:*")).Scope);

    [Fact]
    public async Task Line_50_administration_is_for_clients_that_the_operator_lists()
    {
        Assert.True(Ulid.TryDecode(Trusted, out var id));
        var trusted = Client.Configure(id, new ConfiguredClient(ClientAuthMethod.Basic, []), A.Protector().Protect(A.Secret), Clock.GetUtcNow());
        await Host.ArrangeAsync(trusted);

        Assert.Equal(("invalid_scope", 403), await RefusalAsync(_client, "urn:mas:admin"));
        Assert.Equal("urn:mas:admin", AnApp.Granted(await AskAsync(trusted, "urn:mas:admin")).Scope);
    }

    [Fact]
    public async Task The_allowance_and_the_token_cost_one_commit_and_after_the_first_not_even_a_context()
    {
        var before = _commands.Commits;

        AnApp.Granted(await AskAsync(_client, null));
        Assert.Equal(1, _commands.Commits - before);

        AnApp.Granted(await AskAsync(_client, null));
        Assert.Equal(1, _commands.Commits - before);
    }

    [Fact]
    public async Task A_flood_is_told_to_wait_and_stores_nothing()
    {
        for (var request = 0; request < 60; request++)
        {
            AnApp.Granted(await AskAsync(_client, null));
        }

        Assert.Equal(429, (await AskAsync(_client, null)).Error?.Status);
        Assert.Equal(60, await Host.ReadAsync(database => database.OAuthSessions.CountAsync()));
    }

    [Theory]
    [InlineData("urn:matrix:client:api:*")]
    [InlineData("urn:matrix:org.matrix.msc2967.client:api:*")]
    [InlineData("urn:matrix:client:device:ABCDEFGHIJ")]
    [InlineData("urn:synapse:admin:*")]
    [InlineData("openid profile")]
    public async Task Line_39_what_only_a_person_can_give_is_refused(string scope) => Assert.Equal(("invalid_scope", 403), await RefusalAsync(_client, scope));

    [Theory]
    [InlineData("a  b")]
    [InlineData("\"")]
    [InlineData(" ")]
    public async Task What_is_no_scope_is_no_request(string scope) => Assert.Equal(("invalid_request", 400), await RefusalAsync(_client, scope));

    [Fact]
    public async Task Line_52_a_client_that_did_not_register_it_or_cannot_prove_itself_does_not_get_it()
    {
        Assert.Equal(("unauthorized_client", 401), await RefusalAsync(Registration(), null));
        Assert.Equal(("unauthorized_client", 401), await RefusalAsync(A.Client(), null));
    }

    [Fact]
    public async Task A_banned_address_is_refused() => Assert.Equal("invalid_scope", (await AnApp.AskAsync(Host, _client, A.Form(("grant_type", "client_credentials")), A.Requester("198.51.100.7"))).Error?.Code);

    private static Client Registration() => Clients.Registration.Register("""{ "token_endpoint_auth_method": "client_secret_basic" }""");

    private Task<OAuthResult<TokenResponse>> AskAsync(Client client, string? scope) => AnApp.TokenAsync(Host, client, ("grant_type", "client_credentials"), ("scope", scope));

    private async Task<(string?, int?)> RefusalAsync(Client client, string? scope)
    {
        var error = (await AskAsync(client, scope)).Error;
        return (error?.Code, error?.Status);
    }

    public sealed class OnSqlite() : ClientCredentialsGrantTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ClientCredentialsGrantTests(DatabaseProvider.PostgreSql);
}
