using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Keys;

public abstract class StoredDataProtectionKeysTests(DatabaseProvider engine) : StorageTest(engine)
{
    [Fact]
    public async Task What_one_process_protects_another_one_reads()
    {
        await using var another = Host.Another();

        var text = Protector(Host).Protect("a cookie");

        Assert.Equal("a cookie", Protector(another).Unprotect(text));
    }

    [Fact]
    public async Task The_stored_key_is_under_the_encryption_key()
    {
        Protector(Host).Protect("a cookie");

        var xml = await Host.ReadAsync(database => database.DataProtectionKeys.Select(key => key.Xml).SingleAsync());
        Assert.Contains("<encryptedKey", xml);
        Assert.DoesNotContain("<value>", xml); // where the framework writes the secret when nothing protects it
    }

    private static IDataProtector Protector(IdentityHost host) =>
        host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    public sealed class OnSqlite() : StoredDataProtectionKeysTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : StoredDataProtectionKeysTests(DatabaseProvider.PostgreSql);
}
