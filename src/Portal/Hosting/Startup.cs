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
        await ReleaseMessagesAsync(app);
    }

    /// <summary>For a process that does the background work alone: it changes no table, which is for the one that serves.</summary>
    /// <exception cref="ConfigurationException">There is no database yet, or one of another version.</exception>
    public static async Task PrepareToWorkAsync(this WebApplication app)
    {
        StartChecks.Run(app.Services);
        _ = app.Services.GetRequiredService<SingleProcessLock>(); // held until the process ends
        await app.RequireDatabaseAsync(CancellationToken.None);
        await app.Services.GetRequiredService<SigningKeyRing>().LoadAsync(CancellationToken.None);
        await ReleaseMessagesAsync(app);
    }

    /// <exception cref="ConfigurationException">There is no database yet, or one of another version.</exception>
    public static async Task RequireDatabaseAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        if (app.Services.GetRequiredService<Installation>().DatabaseFile is { } file && !File.Exists(file))
        {
            throw new ConfigurationException($"There is no database at {file}; start the portal once.");
        }

        await using var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await database.Database.OpenConnectionAsync(cancellationToken); // a restored backup is put into the mode that reading needs
        await RefuseUnknownMigrationsAsync(database);
        if ((await database.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new ConfigurationException("The database is of an earlier version; start the portal once, which brings it up to date.");
        }
    }

    // Only where no other process can have them.
    private static async Task ReleaseMessagesAsync(WebApplication app)
    {
        if (app.Services.GetRequiredService<Installation>().DatabaseFile is not null)
        {
            await app.Services.GetRequiredService<OutboxDelivery>().ReleaseAllAsync(CancellationToken.None);
        }
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
