using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Clients;
using Portal.Identity.Clients.Logos;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients.Logos;

/// <summary>Logos are fetched by us, at registration and rarely again.</summary>
public abstract class ClientLogoTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Address = "https://example.com/logo.png";
    private readonly FakeWeb _web = new();

    protected override void Change(IServiceCollection services) => _web.AddTo(services);

    [Fact]
    public async Task A_registration_fetches_the_logo_later_and_once()
    {
        _web.Put(Address, APng.Square(), "image/png");
        var client = await RegisterAsync();
        await RegisterAsync();
        Assert.Empty(_web.Requests);

        await Host.DeliverAsync();

        Assert.Equal([Address], _web.Requests);
        var stored = await ReloadAsync(client);
        Assert.NotNull(await FindAsync(client, stored.LogoFingerprint!));
        Assert.Null(await FindAsync(client, new string('0', 32)));
        Assert.Null(await FindAsync(A.Client(), stored.LogoFingerprint!));
    }

    [Fact]
    public async Task It_is_fetched_again_after_a_month_by_one_of_many_requests()
    {
        _web.Put(Address, APng.Square(), "image/png");
        var client = await RegisterAsync();
        await Host.DeliverAsync();
        var before = (await ReloadAsync(client)).LogoFingerprint;
        _web.Put(Address, APng.Square(shade: 100), "image/png");

        Clock.Advance(Client.LogoLifetime - TimeSpan.FromSeconds(1));
        await AskAsync(Host, client);
        await Host.DeliverAsync();
        Assert.Single(_web.Requests);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AtOnceAsync(8, async (process, _) =>
        {
            await AskAsync(process, client);
            return true;
        });
        await Host.DeliverAsync();

        Assert.Equal(2, _web.Requests.Count);
        var after = (await ReloadAsync(client)).LogoFingerprint;
        Assert.NotEqual(before, after);
        Assert.Null(await FindAsync(client, before!));
        Assert.NotNull(await FindAsync(client, after!));
    }

    [Fact]
    public async Task What_cannot_be_fetched_leaves_the_logo_and_what_is_none_takes_it_away()
    {
        _web.Put(Address, APng.Square(), "image/png");
        var client = await RegisterAsync();
        await Host.DeliverAsync();

        _web.Remove(Address);
        await AskAgainAsync(client);
        Assert.NotNull((await ReloadAsync(client)).LogoFingerprint);

        _web.Put(Address, "<svg/>", "image/png");
        await AskAgainAsync(client);
        Assert.Null((await ReloadAsync(client)).LogoFingerprint);
        Assert.Equal(0, await Host.ReadAsync(database => database.ClientLogos.CountAsync()));
    }

    [Fact]
    public async Task A_client_without_a_logo_has_nothing_fetched()
    {
        await RegisterAsync("{}");
        await Host.DeliverAsync();

        Assert.Empty(_web.Requests);
    }

    private async Task AskAgainAsync(Client client)
    {
        Clock.Advance(Client.LogoLifetime);
        await AskAsync(Host, client);
        await Host.DeliverAsync();
    }

    private async Task AskAsync(IdentityHost process, Client client)
    {
        var stored = await ReloadAsync(client);
        await process.RunAsync<ClientLogos>(logos => logos.FetchIfDueAsync(stored, CancellationToken.None));
    }

    private async Task<Client> RegisterAsync(string changes = $$"""{ "logo_uri": "{{Address}}" }""")
    {
        var result = await Host.RunAsync<ClientRegistrar, OAuthResult<RegisteredClient>>(registrar =>
            registrar.RegisterAsync(System.Text.Encoding.UTF8.GetBytes(Registration.Body(changes)), A.Requester(), CancellationToken.None));
        return result.Value!.Client;
    }

    private Task<Client> ReloadAsync(Client client) => Host.ReadAsync(database => database.Clients.AsNoTracking().SingleAsync(stored => stored.Id == client.Id));

    private Task<byte[]?> FindAsync(Client client, string fingerprint) =>
        Host.RunAsync<ClientLogos, byte[]?>(logos => logos.FindAsync(Ulid.Encode(client.Id), fingerprint, CancellationToken.None));

    public sealed class OnSqlite() : ClientLogoTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ClientLogoTests(DatabaseProvider.PostgreSql);
}
