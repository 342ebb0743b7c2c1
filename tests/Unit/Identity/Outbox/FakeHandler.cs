using System.Collections.Concurrent;
using Portal.Identity.Outbox;

namespace Portal.Tests.Unit.Identity.Outbox;

/// <summary>Delivers messages of one kind as the test wants it.</summary>
internal sealed class FakeHandler(string kind = "test", OutboxLane lane = OutboxLane.Own, bool coversOthers = false) : IOutboxHandler
{
    private readonly ConcurrentQueue<Guid> _delivered = new();

    public string Kind => kind;

    public OutboxLane Lane => lane;

    public bool CoversOthers => coversOthers;

    /// <summary>Every delivery that ended well.</summary>
    public IReadOnlyList<Guid> Delivered => [.. _delivered];

    public Func<OutboxMessage, CancellationToken, Task> Deliver { get; set; } = (_, _) => Task.CompletedTask;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        await Deliver(message, cancellationToken);
        _delivered.Enqueue(message.Id);
    }
}
