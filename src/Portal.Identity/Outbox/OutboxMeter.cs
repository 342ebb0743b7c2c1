using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Identity.Outbox;

/// <summary>Looks four times a minute how much the outbox holds: asking the database at each question of a collector would let collectors slow it down.</summary>
public sealed partial class OutboxMeter(OutboxStore store, OutboxMetrics metrics, TimeProvider clock, ILogger<OutboxMeter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Looks once.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in Enum.GetValues<OutboxLane>())
        {
            metrics.Measured(lane, await store.MeasureAsync(lane, cancellationToken));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await MeasureAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(3005, LogLevel.Warning, "The outbox cannot be measured; trying again in 15 seconds.")]
    private partial void LogFailed(Exception exception);
}
