using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Persistence;

/// <summary>What the database itself refuses, whatever program writes to it.</summary>
public abstract class ConstraintTests(DatabaseProvider engine) : StorageTest(engine)
{
    [Theory]
    [InlineData("clients", "jwks = '{}', jwks_uri = 'https://app.example/keys'")]
    [InlineData("authorization_grants", "cancelled_at = fulfilled_at")]
    [InlineData("authorization_grants", "code_hash = NULL")]
    [InlineData("authorization_grants", "fulfilled_at = NULL")]
    [InlineData("authorization_grants", "oauth_session_id = NULL")]
    [InlineData("device_code_grants", "rejected_at = fulfilled_at")]
    [InlineData("device_code_grants", "fulfilled_at = NULL")]
    [InlineData("device_code_grants", "oauth_session_id = NULL")]
    [InlineData("device_code_grants", "user_code = 'BBBBBB'")] // of two rows
    [InlineData("device_code_grants", "device_code_hash = X'00'")]
    [InlineData("device_code_grants", "client_id = id")] // no such client
    [InlineData("refresh_tokens", "revoked_at = consumed_at")]
    [InlineData("refresh_tokens", "consumed_at = NULL")]
    [InlineData("oauth_sessions", "client_id = user_id")] // no such client
    [InlineData("access_tokens", "session_id = id")]
    [InlineData("users", "normalized_user_name = 'BOB'")] // of two rows
    [InlineData("access_tokens", "hash = X'00'")]
    [InlineData("refresh_tokens WHERE TRUE", "hash = X'00'")]
    [InlineData("browser_sessions", "key_hash = X'00'")]
    [InlineData("authorization_grants", "code_hash = X'00'")]
    [InlineData("clients", "metadata_digest = '0'")]
    public async Task Impossible_rows_are_refused(string table, string change)
    {
        var parts = table.Split(" WHERE ");
        var bob = await AnApp.ArrangeAsync(Host, username: "bob");
        await bob.SignInAsync();
        await LinkAsync(bob);
        var app = await AnApp.ArrangeAsync(Host);
        var tokens = await app.SignInAsync();
        await app.RefreshAsync(tokens.RefreshToken);
        await LinkAsync(app);
        var where = parts[0] == "refresh_tokens" && parts.Length == 1 ? " WHERE next_token_id IS NOT NULL" : "";
        var sql = $"UPDATE {parts[0]} SET {(Engine == DatabaseProvider.PostgreSql ? change.Replace("X'00'", "'\\x00'") : change)}{where}";

        await Assert.ThrowsAnyAsync<DbException>(() => Host.ChangeAsync(database => database.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{").Replace("}", "}}"))));
    }

    private async Task LinkAsync(AnApp app)
    {
        var device = await ADevice.RequestAsync(Host, app);
        await device.AllowAsync();
        await device.PollAsync();
    }

    public sealed class OnSqlite() : ConstraintTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ConstraintTests(DatabaseProvider.PostgreSql);
}
