using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Identity.Outbox;

/// <summary>Delivers messages as they come, for as long as the process runs.</summary>
public sealed partial class OutboxWorker(OutboxDelivery delivery, OutboxSignal signal, TimeProvider clock, ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await delivery.DeliverDueAsync(stoppingToken) == 0)
                {
                    await signal.WaitAsync(Pause, clock, stoppingToken);
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
