using Microsoft.EntityFrameworkCore;

namespace Portal.Identity.Persistence;

/// <summary>The model on PostgreSQL.</summary>
public sealed class PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options) : PortalDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // What SQLite and the client can also hold: no infinity, no local time.
        configurationBuilder.Properties<DateTimeOffset>().HaveColumnType("timestamp with time zone");
}
