namespace Portal.Identity.Outbox;

/// <summary>Delivers one kind of message. It may be called more than once for one message and must then do no harm.</summary>
public interface IOutboxHandler
{
    /// <summary>The <see cref="OutboxMessage.Kind"/> that it delivers.</summary>
    string Kind { get; }

    /// <summary>Which messages may have to wait for it.</summary>
    OutboxLane Lane => OutboxLane.Own;

    /// <summary>How long it has the message; shortly before the end the delivery is cancelled, and afterwards another worker may try.</summary>
    TimeSpan LeaseTime => OutboxDelivery.LeaseTime;

    /// <summary>Whether one delivery does all that messages with the same payload ask for, because it reads the truth when it runs.</summary>
    bool CoversOthers => false;

    /// <summary>Delivers the message. What it throws is tried again later, but for <see cref="UndeliverableException"/>.</summary>
    Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken);
}
