using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Identity.Accounts.FailedSignIns;

namespace Portal.Identity.Sessions;

/// <summary>Writes down activity and wrong passwords once a minute and at the end.</summary>
public sealed partial class ActivityWriter(ActivityTracker tracker, FailedSignInTracker failures, TimeProvider clock, ILogger<ActivityWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAllAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryFlushAllAsync(stoppingToken);
        }
    }

    // One after the other: who stops waits for what is being written, which has been taken from the trackers already.
    private Task TryFlushAllAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _last = TryFlushAllAsync(_last, cancellationToken);
        }
    }

    private async Task TryFlushAllAsync(Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await TryFlushAsync(tracker.FlushAsync, cancellationToken);
        await TryFlushAsync(failures.FlushAsync, cancellationToken);
    }

    private async Task TryFlushAsync(Func<CancellationToken, Task> flush, CancellationToken cancellationToken)
    {
        try
        {
            await flush(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "Could not write down when sessions were last used, or which passwords were wrong; trying again in a minute.")]
    private partial void LogFailed(Exception exception);
}
