using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Identity.Persistence;

/// <summary>How each engine is opened; the same in the application, for migrations and in tests.</summary>
internal static class PortalDatabases
{
    public static void UsePortalSqlite(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString).AddInterceptors(new SqlitePragmas()).ConfigureWarnings(Quieten);

    public static void UsePortalPostgres(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString).ConfigureWarnings(Quieten);

    // Identity maps an address and a telephone that this model leaves out on purpose.
    private static void Quieten(WarningsConfigurationBuilder warnings) => warnings.Ignore(CoreEventId.MappedPropertyIgnoredWarning);
}
