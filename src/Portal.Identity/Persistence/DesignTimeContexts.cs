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
        new(Options<SqlitePortalDbContext>(options => options.UsePortalSqlite(connectionString)));

    public static PostgresPortalDbContext Postgres(string connectionString) =>
        new(Options<PostgresPortalDbContext>(options => options.UsePortalPostgres(connectionString)));

    private static DbContextOptions<TContext> Options<TContext>(Action<DbContextOptionsBuilder> configure)
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        configure(builder);
        builder.UseApplicationServiceProvider(IdentityServices);
        return builder.Options;
    }

    internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqlitePortalDbContext>
    {
        public SqlitePortalDbContext CreateDbContext(string[] args) => Sqlite("Data Source=:memory:");
    }

    internal sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresPortalDbContext>
    {
        public PostgresPortalDbContext CreateDbContext(string[] args) => Postgres("Host=localhost");
    }
}
