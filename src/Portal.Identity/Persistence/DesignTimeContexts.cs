using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;

namespace Portal.Identity.Persistence;

/// <summary>Makes contexts by hand, for migrations and tests, with the options that the model depends on.</summary>
public static class DesignTimeContexts
{
    private static readonly ServiceProvider IdentityServices =
        new ServiceCollection().Configure<IdentityOptions>(PortalIdentity.Configure).BuildServiceProvider();

    public static SqlitePortalDbContext Sqlite(string connectionString) =>
        new(new DbContextOptionsBuilder<SqlitePortalDbContext>()
            .UseSqlite(connectionString)
            .AddInterceptors(new SqlitePragmas())
            .UseApplicationServiceProvider(IdentityServices).Options);

    public static PostgresPortalDbContext Postgres(string connectionString) =>
        new(new DbContextOptionsBuilder<PostgresPortalDbContext>()
            .UseNpgsql(connectionString)
            .UseApplicationServiceProvider(IdentityServices).Options);

    internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqlitePortalDbContext>
    {
        public SqlitePortalDbContext CreateDbContext(string[] args) => Sqlite("Data Source=:memory:");
    }

    internal sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresPortalDbContext>
    {
        public PostgresPortalDbContext CreateDbContext(string[] args) => Postgres("Host=localhost");
    }
}
