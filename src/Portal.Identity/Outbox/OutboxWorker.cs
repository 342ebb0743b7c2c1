using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Identity.Outbox;

/// <summary>Delivers messages as they come, lane beside lane, for as long as the process runs.</summary>
public sealed partial class OutboxWorker(OutboxDelivery delivery, OutboxSignal signal, TimeProvider clock, ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enum.GetValues<OutboxLane>().Select(lane => DeliverAsync(lane, stoppingToken)));

    private async Task DeliverAsync(OutboxLane lane, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await delivery.DeliverDueAsync(lane, stoppingToken) == 0)
                {
                    await signal.WaitAsync(lane, Pause, clock, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(3003, LogLevel.Error, "The outbox cannot be read; trying again.")]
    private partial void LogFailed(Exception exception);
}
