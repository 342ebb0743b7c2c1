using Microsoft.EntityFrameworkCore;
using Portal.Identity.Clients;
using Portal.Identity.Keys;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Hosting;

/// <summary>What must be done before the first request: migrate, read the keys, take up what a stopped process left.</summary>
internal static class Startup
{
    public static async Task PrepareAsync(this WebApplication app)
    {
        StartChecks.Run(app.Services);
        _ = app.Services.GetRequiredService<SingleProcessLock>(); // held until the process ends
        await using var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        if (app.Services.GetRequiredService<Installation>().DatabaseFile is { } file)
        {
            PrivateFiles.Ensure(file); // its log and its shared memory take their mode from it
            await database.Database.OpenConnectionAsync(); // makes it a database: migrations look at it read-only first
            await database.Database.CloseConnectionAsync();
        }

        await RefuseUnknownMigrationsAsync(database);
        await database.Database.MigrateAsync(); // takes a lock of its own, on both engines
        await app.Services.GetRequiredService<SigningKeyRing>().LoadAsync(CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<StaticClients>().StoreAsync(CancellationToken.None);
        if (database.Database.IsSqlite())
        {
            await app.Services.GetRequiredService<OutboxDelivery>().ReleaseAllAsync(CancellationToken.None);
        }

        // Building the model of the database leaves garbage that a process with little to do would keep: a tenth of its memory.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }

    // An older program on a newer database would read rows whose meaning it does not know.
    private static async Task RefuseUnknownMigrationsAsync(PortalDbContext database)
    {
        var known = database.Database.GetMigrations();
        if ((await database.Database.GetAppliedMigrationsAsync()).Except(known).FirstOrDefault() is { } unknown)
        {
            throw new ConfigurationException(
                $"The database was last used by a version of Portal that this one does not know ({unknown}); start that version or a later one, or use another database.");
        }
    }
}
