using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Identity.Sessions;

/// <summary>Writes down activity once a minute and at the end.</summary>
public sealed partial class ActivityWriter(ActivityTracker tracker, TimeProvider clock, ILogger<ActivityWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryFlushAsync(stoppingToken);
        }
    }

    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tracker.FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "Could not write down when sessions were last used; trying again in a minute.")]
    private partial void LogFailed(Exception exception);
}
