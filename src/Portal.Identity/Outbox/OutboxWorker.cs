using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Identity.Accounts.Passwords;

namespace Portal.Identity.Outbox;

/// <summary>Delivers messages as they come, lane beside lane, for as long as the process runs.</summary>
/// <remarks>
/// A lane takes no more messages than it has room for, so that none waits in memory, and none that hangs holds up others. While people sign in, what is not for
/// them goes slowly: a long queue, such as after the homeserver was away, must not be felt by anybody.
/// </remarks>
public sealed partial class OutboxWorker(OutboxStore store, OutboxDelivery delivery, OutboxSignal signal, PasswordGate passwords, TimeProvider clock, ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A message costs a few milliseconds of a processor, so that this is a twentieth of one at most.
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(60);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enum.GetValues<OutboxLane>().Select(lane => DeliverAsync(lane, stoppingToken)));

    private async Task DeliverAsync(OutboxLane lane, CancellationToken stoppingToken)
    {
        using var room = new SemaphoreSlim(OutboxDelivery.MostAtOnce);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await DeliverDueAsync(lane, room, stoppingToken))
                {
                    await signal.WaitAsync(lane, Pause, clock, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Each message that was taken is delivered or given back.
        for (var place = 0; place < OutboxDelivery.MostAtOnce; place++)
        {
            await room.WaitAsync(CancellationToken.None);
        }
    }

    /// <returns>Whether there was anything to do.</returns>
    private async Task<bool> DeliverDueAsync(OutboxLane lane, SemaphoreSlim room, CancellationToken stoppingToken)
    {
        await room.WaitAsync(stoppingToken);
        var (places, taken) = (1, 0);
        var isPolite = lane is (OutboxLane.Strangers or OutboxLane.Homeserver) && passwords.IsInUse;
        while (!isPolite && room.Wait(0, CancellationToken.None))
        {
            places++;
        }

        try
        {
            foreach (var message in await store.TakeAsync(lane, places, stoppingToken))
            {
                taken++;
                _ = DeliverAsync(message, lane, room, stoppingToken);
            }
        }
        finally
        {
            if (places > taken)
            {
                room.Release(places - taken);
            }
        }

        if (isPolite && taken > 0)
        {
            await Task.Delay(Courtesy, clock, stoppingToken);
        }

        return taken > 0;
    }

    private async Task DeliverAsync(OutboxMessage message, OutboxLane lane, SemaphoreSlim room, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield(); // the lane goes on
            await delivery.DeliverAsync(message, stoppingToken);
        }
        catch (Exception exception)
        {
            LogFailed(exception); // its outcome could not be noted: it comes again when its lease is over
        }
        finally
        {
            room.Release();
            signal.Set(lane); // another of the same subject may go on
        }
    }

    [LoggerMessage(3003, LogLevel.Error, "The outbox cannot be read or written; trying again.")]
    private partial void LogFailed(Exception exception);
}
