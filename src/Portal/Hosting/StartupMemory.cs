using System.Runtime;

namespace Portal.Hosting;

/// <summary>Keeps the collector out of the start, and gives back afterwards what the start took: building the model of the database leaves garbage that a process with little to do would keep, a tenth of its memory.</summary>
internal sealed class StartupMemory(TimeProvider clock) : BackgroundService
{
    /// <summary>Twice what a start allocates, in bytes. Who allocates more has a collection after all.</summary>
    private const long Enough = 64L * 1024 * 1024;

    /// <summary>Until the first requests have been answered too, and nobody waits for the collection.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    /// <summary>From here on nothing is collected until the start is over: nearly all that it allocates stays, and a collection would make it wait. Where memory is short, it is collected all the same.</summary>
    public static void PutOffCollection() => GC.TryStartNoGCRegion(Enough);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Settled, clock, stoppingToken);
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }
}
