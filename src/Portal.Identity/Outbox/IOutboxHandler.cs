namespace Portal.Identity.Outbox;

/// <summary>Delivers one kind of message. It may be called more than once for one message and must then do no harm.</summary>
public interface IOutboxHandler
{
    /// <summary>The <see cref="OutboxMessage.Kind"/> that it delivers.</summary>
    string Kind { get; }

    /// <summary>Which messages may have to wait for it.</summary>
    OutboxLane Lane => OutboxLane.Own;

    /// <summary>Delivers the message. What it throws is tried again later, but for <see cref="UndeliverableException"/>.</summary>
    Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken);
}
