using System.Threading.Channels;

namespace Portal.Identity.Outbox;

/// <summary>Wakes the worker of this process, in every lane, when something was written for it.</summary>
public sealed class OutboxSignal
{
    private readonly Dictionary<OutboxLane, Channel<bool>> _lanes = Enum.GetValues<OutboxLane>().ToDictionary(
        lane => lane, _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));

    public void Set()
    {
        foreach (var lane in _lanes.Keys)
        {
            Set(lane);
        }
    }

    /// <summary>Wakes one lane: something was written for it, there is room for another message, or one that waited for its subject can go on.</summary>
    public void Set(OutboxLane lane) => _lanes[lane].Writer.TryWrite(true);

    /// <summary>Returns when something was written, or after the time has passed.</summary>
    public async Task WaitAsync(OutboxLane lane, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _lanes[lane].Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has passed: another process may have written, or a retry is due.
        }
    }
}
