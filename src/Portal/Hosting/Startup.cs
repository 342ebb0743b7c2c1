using Microsoft.EntityFrameworkCore;
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
        await database.Database.MigrateAsync(); // takes a lock of its own, on both engines
        KeepPrivate(app.Services.GetRequiredService<Installation>());
        await app.Services.GetRequiredService<SigningKeyRing>().LoadAsync(CancellationToken.None);
        if (database.Database.IsSqlite())
        {
            await app.Services.GetRequiredService<OutboxDelivery>().ReleaseAllAsync(CancellationToken.None);
        }

        // Building the model of the database leaves garbage that a process with little to do would keep: a tenth of its memory.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }

    // SQLite makes its files with the process's mask; they hold everything.
    private static void KeepPrivate(Installation installation)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The log and the shared memory beside it take their mode from the database.
        if (installation.DatabaseFile is { } file)
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
