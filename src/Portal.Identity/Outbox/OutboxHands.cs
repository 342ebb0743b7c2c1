using System.Collections.Concurrent;

namespace Portal.Identity.Outbox;

/// <summary>The messages that a lane has taken: those on their way, those that wait for one of these to end, and those that ended and are not noted yet.</summary>
/// <param name="ahead">How many may wait.</param>
internal sealed class OutboxHands(OutboxLane lane, int ahead, OutboxSignal signal, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _room = new(OutboxDelivery.MostAtOnce, OutboxDelivery.MostAtOnce);
    private readonly ConcurrentQueue<OutboxOutcome> _ended = new();
    private int _waiting;

    public OutboxLane Lane => lane;

    /// <summary>How many messages were taken and not put down.</summary>
    public int Full { get; private set; }

    /// <summary>How many more may be taken.</summary>
    /// <param name="waits">Whether some may wait.</param>
    public int Room(bool waits) => Math.Max(0, OutboxDelivery.MostAtOnce + (waits ? ahead : 0) - Full);

    public void Take(int count) => Full += count;

    /// <summary>Waits until a message that was taken may go on its way.</summary>
    /// <returns>Whether it may; not if it has waited for too long, or the process stops.</returns>
    public async Task<bool> BeginAsync(TimeSpan patience, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        Interlocked.Increment(ref _waiting);
        try
        {
            await _room.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            var left = Interlocked.Decrement(ref _waiting);
            if (left == 0 ? !_ended.IsEmpty : left == ahead / 2)
            {
                signal.Set(lane); // at the half, so that there are others when the rest of them have begun
            }
        }
    }

    /// <summary>Makes room for another.</summary>
    public void End() => _room.Release();

    /// <summary>Keeps what became of a message until it is noted; at once if nothing else is there to be done.</summary>
    public void Keep(OutboxOutcome outcome)
    {
        _ended.Enqueue(outcome);
        if (Interlocked.CompareExchange(ref _waiting, 0, 0) == 0) // read after it was kept: of this and the beginning of the last that waits, one sees the other
        {
            signal.Set(lane);
        }
    }

    /// <summary>Keeps a message that was taken and not begun, and has it noted at once: those that wait with it may not begin for long.</summary>
    public void GiveBack(OutboxMessage message)
    {
        _ended.Enqueue(OutboxOutcome.GivenBack(message));
        signal.Set(lane);
    }

    /// <summary>Puts down what has ended.</summary>
    public List<OutboxOutcome> Empty()
    {
        List<OutboxOutcome> ended = [];
        while (ended.Count < Full && _ended.TryDequeue(out var outcome))
        {
            ended.Add(outcome);
        }

        Full -= ended.Count;
        return ended;
    }

    public void Dispose() => _room.Dispose();
}
