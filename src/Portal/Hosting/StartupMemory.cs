namespace Portal.Hosting;

/// <summary>Gives back what the start took: building the model of the database leaves garbage that a process with little to do would keep, a tenth of its memory.</summary>
internal sealed class StartupMemory(TimeProvider clock) : BackgroundService
{
    /// <summary>Until the first requests have been answered too, and nobody waits for the collection.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Settled, clock, stoppingToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }
}
