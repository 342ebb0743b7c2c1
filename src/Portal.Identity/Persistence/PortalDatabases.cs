using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Portal.Identity.Persistence;

/// <summary>How each engine is opened; the same in the application, for migrations and in tests.</summary>
internal static class PortalDatabases
{
    public static void UsePortalSqlite(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString).AddInterceptors(new SqliteConnections()).ConfigureWarnings(Quieten);

    public static void UsePortalPostgres(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString).ConfigureWarnings(Quieten);

    // Identity maps an address and a telephone that this model leaves out on purpose. A failed command is no error by itself:
    // a lost race is run again, a first start has no migrations yet, a browser may have gone; what does fail is logged by who asked.
    private static void Quieten(WarningsConfigurationBuilder warnings) => warnings
        .Ignore(CoreEventId.MappedPropertyIgnoredWarning)
        .Ignore(RelationalEventId.PendingModelChangesWarning) // compares two models at each start; a test does it once
        .Throw(RelationalEventId.NonTransactionalMigrationOperationWarning) // killed in between, it could not be run again
        .Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.TransactionError, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug));
}
