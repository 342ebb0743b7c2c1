using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Keys;

public abstract class SigningKeyRingTests(DatabaseProvider engine) : StorageTest(engine)
{
    [Fact]
    public async Task Two_processes_that_start_at_once_make_one_set_of_keys()
    {
        await Host.ChangeAsync(database => database.SigningKeys.ExecuteDeleteAsync());
        await using var first = Host.Another();
        await using var second = Engine == DatabaseProvider.Sqlite ? null : Host.Another();

        await Task.WhenAll(first.Keys.LoadAsync(CancellationToken.None), (second ?? first).Keys.LoadAsync(CancellationToken.None));

        Assert.Equal(2, await Host.ReadAsync(database => database.SigningKeys.CountAsync()));
        Assert.Equal(Jwks(first), Jwks(second ?? first));
        Assert.Equal(first.Keys.Algorithms, (second ?? first).Keys.Algorithms);
    }

    [Fact]
    public async Task A_restart_finds_the_same_keys()
    {
        await using var restarted = Host.Another();
        await restarted.Keys.LoadAsync(CancellationToken.None);

        Assert.Equal(Jwks(Host), Jwks(restarted));
    }

    [Fact]
    public void Line_7_The_world_sees_public_parts_only()
    {
        using var jwks = JsonDocument.Parse(Jwks(Host));

        Assert.Equal(
            ["e,kid,kty,n,use", "crv,kid,kty,use,x,y"],
            jwks.RootElement.GetProperty("keys").EnumerateArray().Select(key => string.Join(',', key.EnumerateObject().Select(member => member.Name).Order())).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_store_holds_no_private_key_in_clear()
    {
        foreach (var key in await Host.ReadAsync(database => database.SigningKeys.ToListAsync()))
        {
            var protector = A.Protector();
            var secret = Convert.ToBase64String(protector.Unprotect(key.ProtectedKey));

            Assert.DoesNotContain(secret[..32], key.ProtectedKey);
        }
    }

    [Fact]
    public void An_algorithm_that_no_key_can_do_is_a_fault() =>
        Assert.Throws<InvalidOperationException>(() => Host.Keys.Sign("HS256", [1]));

    private static string Jwks(IdentityHost host) => JsonSerializer.Serialize(host.Keys.PublicKeys);

    public sealed class OnSqlite() : SigningKeyRingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SigningKeyRingTests(DatabaseProvider.PostgreSql);
}
