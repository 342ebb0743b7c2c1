using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Clients;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

public abstract class ClientRegistrarTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string WithSecret = """{ "token_endpoint_auth_method": "client_secret_basic" }""";

    [Fact]
    public async Task Line_14_The_same_metadata_gives_the_same_client()
    {
        var first = await RegisterAsync();
        var second = await RegisterAsync();

        Assert.Equal(first.Value!.Client.Id, second.Value!.Client.Id);
        Assert.Null(first.Value.Secret);
    }

    [Fact]
    public async Task Line_14_Two_clients_with_a_secret_are_two()
    {
        var first = await RegisterAsync(WithSecret);
        var second = await RegisterAsync(WithSecret);

        Assert.NotEqual(first.Value!.Client.Id, second.Value!.Client.Id);
        Assert.NotEqual(first.Value.Secret, second.Value.Secret);
    }

    [Fact]
    public async Task Twenty_equal_registrations_at_once_make_one_client()
    {
        var results = await AtOnceAsync(20, (process, _) => RegisterAsync(on: process));

        Assert.Single(results.Select(result => result.Value!.Client.Id).Distinct());
        Assert.Equal(1, await Host.ReadAsync(database => database.Clients.CountAsync()));
    }

    [Fact]
    public async Task Line_13_The_secret_is_stored_under_the_encryption_key()
    {
        var registered = (await RegisterAsync(WithSecret)).Value!;

        var stored = await Host.ReadAsync(database => database.Clients.SingleAsync());
        Assert.DoesNotContain(registered.Secret!, stored.EncryptedClientSecret);
        var protector = (SecretProtector)Host.Services.GetService(typeof(SecretProtector))!;
        Assert.Equal(registered.Secret, protector.UnprotectText(stored.EncryptedClientSecret!));
    }

    [Fact]
    public async Task What_is_stored_is_what_was_registered()
    {
        var registered = (await RegisterAsync("""{ "client_name": "Ünïcödé 😀" }""")).Value!.Client;

        var stored = await Host.ReadAsync(database => database.Clients.AsNoTracking().SingleAsync());
        Assert.Equal(("Ünïcödé 😀", registered.CreatedAt), (stored.ClientName, stored.CreatedAt));
        Assert.Equal(registered.RedirectUris, stored.RedirectUris);
        Assert.Equal(registered.GrantTypes, stored.GrantTypes);
    }

    [Theory]
    [InlineData("""{ "client_name": "a\u0000b" }""")]
    [InlineData("""{ "client_name#de": "a\u0000b" }""")]
    [InlineData("""{ "jwks": { "keys": [{ "kty": "EC", "kid": "a\u0000b" }] } }""")]
    public async Task What_no_database_can_hold_is_an_answer_and_no_fault(string changes)
    {
        var result = await RegisterAsync(changes);

        Assert.True(result.Succeeded || result.Error.Status == 400);
    }

    [Fact]
    public async Task The_sixty_first_registration_from_one_address_is_told_when_to_come_back()
    {
        for (var count = 0; count < 60; count++)
        {
            await RegisterAsync("""{ "client_uri": null }"""); // refused ones count too
        }

        var refused = await RegisterAsync();

        Assert.Equal((429, TimeSpan.FromSeconds(6)), (refused.Error!.Status, refused.Error.RetryAfter!.Value));
        Assert.True((await RegisterAsync(requester: A.Requester("198.51.100.7"))).Succeeded);
    }

    private Task<OAuthResult<RegisteredClient>> RegisterAsync(string changes = "{}", IdentityHost? on = null, Requester? requester = null) =>
        (on ?? Host).RunAsync<ClientRegistrar, OAuthResult<RegisteredClient>>(registrar =>
            registrar.RegisterAsync(Encoding.UTF8.GetBytes(Registration.Body(changes)), requester ?? A.Requester(), CancellationToken.None));

    public sealed class OnSqlite() : ClientRegistrarTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ClientRegistrarTests(DatabaseProvider.PostgreSql);
}
