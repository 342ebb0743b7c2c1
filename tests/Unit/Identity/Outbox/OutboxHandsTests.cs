using Portal.Identity.Outbox;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbox;

/// <summary>When a lane is woken to note what has ended and to take more.</summary>
public sealed class OutboxHandsTests
{
    private readonly ManualClock _clock = new();
    private readonly OutboxSignal _signal = new();

    [Fact]
    public async Task One_that_is_given_back_while_others_wait_is_noted_at_once()
    {
        using var hands = new OutboxHands(OutboxLane.Homeserver, OutboxDelivery.MostAhead, _signal, _clock);
        using var stop = new CancellationTokenSource();
        var messages = Enumerable.Range(0, OutboxDelivery.MostAtOnce + 2).Select(_ => OutboxMessage.Create("test", "{}", _clock.GetUtcNow())).ToList();
        hands.Take(messages.Count);
        var begun = messages.ConvertAll(_ => hands.BeginAsync(TimeSpan.FromMinutes(1), stop.Token));

        hands.GiveBack(messages[^1]);

        await _signal.WaitAsync(OutboxLane.Homeserver, TimeSpan.FromSeconds(1), _clock, CancellationToken.None); // the clock does not move
        Assert.Equal(messages[^1], Assert.Single(hands.Empty()).Message);
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(begun.Skip(OutboxDelivery.MostAtOnce)), Assert.False);
    }
}
