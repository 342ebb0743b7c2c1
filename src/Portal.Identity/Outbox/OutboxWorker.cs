using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Identity.Accounts.Passwords;

namespace Portal.Identity.Outbox;

/// <summary>Delivers messages as they come, lane beside lane, for as long as the process runs.</summary>
/// <remarks>
/// A lane delivers ten messages side by side, so that one that hangs holds up none of the others. That of the homeserver has thirty more in memory: the next is on its way in the
/// moment in which one has ended, and the database is asked for more beside that. One that waits there for long is given back, so that its lease is never the worse for it, nor
/// its tries. What has ended is noted in the change that takes the next, so that a lane with much to do has few changes. While people sign in, what is not for them is taken
/// one by one: a long queue, such as after the homeserver was away, must not be felt by anybody.
/// </remarks>
public sealed partial class OutboxWorker(OutboxStore store, OutboxDelivery delivery, OutboxSignal signal, PasswordGate passwords, TimeProvider clock, ILogger<OutboxWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A message costs a few milliseconds of a processor, so that this is a twentieth of one at most.
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(60);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enum.GetValues<OutboxLane>().Select(lane => WorkAsync(lane, stoppingToken)));

    private async Task WorkAsync(OutboxLane lane, CancellationToken stoppingToken)
    {
        using var hands = new OutboxHands(lane, lane == OutboxLane.Homeserver ? OutboxDelivery.MostAhead : 0, signal, clock);
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
    private async Task<bool> DeliverDueAsync(OutboxHands hands, CancellationToken stoppingToken)
    {
        var ended = hands.Empty();
        var isPolite = hands.Lane is (OutboxLane.Strangers or OutboxLane.Homeserver) && passwords.IsInUse;
        var room = isPolite ? Math.Min(1, hands.Room(waits: false)) : hands.Room(waits: true);
        var taken = await NoteAndTakeAsync(hands.Lane, ended, room, stoppingToken);
        hands.Take(taken.Count);
        foreach (var message in taken)
        {
            _ = DeliverAsync(message, hands, stoppingToken);
        }

        if (isPolite && taken.Count > 0)
        {
            await Task.Delay(Courtesy, clock, stoppingToken);
        }

        return isPolite && taken.Count > 0;
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

    private async Task DeliverAsync(OutboxMessage message, OutboxHands hands, CancellationToken stoppingToken)
    {
        if (!await hands.BeginAsync(delivery.PatienceOf(message), stoppingToken))
        {
            hands.GiveBack(message);
            return;
        }

        await Task.Yield(); // the lane goes on
        var outcome = new OutboxOutcome(message, (_, _) => { }); // if nothing is known of it, it comes again when its lease is over
        try
        {
            outcome = await delivery.TryAsync(message, stoppingToken);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
        finally
        {
            hands.End();
            hands.Keep(outcome);
        }
    }

    [LoggerMessage(3003, LogLevel.Error, "The outbox cannot be read or written; trying again.")]
    private partial void LogFailed(Exception exception);
}
