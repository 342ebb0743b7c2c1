namespace Portal.Identity.Persistence;

/// <summary>The mapper's picture of what is stored, made once a process.</summary>
public static class DatabaseModel
{
    /// <summary>Begins to make it, the longest single step of a start, while others are taken. Whoever needs it first waits for it, and hears what is wrong with it.</summary>
    public static void BuildAhead(DatabaseAddress database) => _ = Task.Run(() =>
    {
        using PortalDbContext context = database.Provider == DatabaseProvider.Sqlite
            ? DesignTimeContexts.Sqlite(database.ConnectionString)
            : DesignTimeContexts.Postgres(database.ConnectionString);
        _ = context.Model;
    });
}
