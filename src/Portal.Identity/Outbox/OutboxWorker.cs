using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Identity.Accounts.Passwords;

namespace Portal.Identity.Outbox;

/// <summary>Delivers messages as they come, lane beside lane, for as long as the process runs.</summary>
/// <remarks>
/// A lane takes no more messages than it has room for, so that none waits in memory, and none that hangs holds up others. What has ended by then is noted in the change
/// that takes the next, so that a lane with much to do has few changes. While people sign in, what is not for them goes slowly: a long queue, such as after the homeserver
/// was away, must not be felt by anybody.
/// </remarks>
public sealed partial class OutboxWorker(OutboxStore store, OutboxDelivery delivery, OutboxSignal signal, PasswordGate passwords, TimeProvider clock, ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A message costs a few milliseconds of a processor, so that this is a twentieth of one at most.
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(60);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enum.GetValues<OutboxLane>().Select(lane => WorkAsync(new Hands(lane), stoppingToken)));

    private async Task WorkAsync(Hands hands, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await DeliverDueAsync(hands, stoppingToken))
                {
                    await signal.WaitAsync(hands.Lane, Pause, clock, stoppingToken);
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
        while (hands.Full > 0)
        {
            if (hands.Empty() is { Count: > 0 } ended)
            {
                await NoteEachAsync(hands.Lane, ended);
            }
            else
            {
                await signal.WaitAsync(hands.Lane, Pause, clock, CancellationToken.None);
            }
        }
    }

    /// <returns>Whether there may be more to take.</returns>
    private async Task<bool> DeliverDueAsync(Hands hands, CancellationToken stoppingToken)
    {
        var ended = hands.Empty();
        var isPolite = hands.Lane is (OutboxLane.Strangers or OutboxLane.Homeserver) && passwords.IsInUse;
        var room = Math.Min(isPolite ? 1 : OutboxDelivery.MostAtOnce, OutboxDelivery.MostAtOnce - hands.Full);
        var taken = await NoteAndTakeAsync(hands.Lane, ended, room, stoppingToken);
        foreach (var message in taken)
        {
            hands.Full++;
            _ = DeliverAsync(message, hands, stoppingToken);
        }

        if (isPolite && taken.Count > 0)
        {
            await Task.Delay(Courtesy, clock, stoppingToken);
        }

        return room > 0 && taken.Count == room;
    }

    private async Task<List<OutboxMessage>> NoteAndTakeAsync(OutboxLane lane, IReadOnlyCollection<OutboxOutcome> ended, int room, CancellationToken stoppingToken)
    {
        try
        {
            return await store.NoteAndTakeAsync(lane, ended, room, stoppingToken);
        }
        catch (Exception)
        {
            await NoteEachAsync(lane, ended); // a stop, or one that cannot be noted, must not lose what is known of the others
            throw;
        }
    }

    private async Task NoteEachAsync(OutboxLane lane, IReadOnlyCollection<OutboxOutcome> ended)
    {
        foreach (var outcome in ended)
        {
            try
            {
                await store.NoteAndTakeAsync(lane, [outcome], most: 0, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogFailed(exception); // it comes again when its lease is over
            }
        }
    }

    private async Task DeliverAsync(OutboxMessage message, Hands hands, CancellationToken stoppingToken)
    {
        await Task.Yield(); // the lane goes on
        hands.Ended.Enqueue(await delivery.TryAsync(message, stoppingToken));
        signal.Set(hands.Lane);
    }

    [LoggerMessage(3003, LogLevel.Error, "The outbox cannot be read or written; trying again.")]
    private partial void LogFailed(Exception exception);

    /// <summary>What a lane has in work.</summary>
    private sealed class Hands(OutboxLane lane)
    {
        public OutboxLane Lane => lane;

        /// <summary>How many messages were taken and not put down.</summary>
        public int Full { get; set; }

        /// <summary>What became of some of them; each delivery adds its own.</summary>
        public ConcurrentQueue<OutboxOutcome> Ended { get; } = new();

        /// <summary>Puts down what has ended.</summary>
        public List<OutboxOutcome> Empty()
        {
            List<OutboxOutcome> ended = [];
            while (ended.Count < Full && Ended.TryDequeue(out var outcome))
            {
                ended.Add(outcome);
            }

            Full -= ended.Count;
            return ended;
        }
    }
}
