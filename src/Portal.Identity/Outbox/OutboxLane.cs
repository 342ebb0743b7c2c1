namespace Portal.Identity.Outbox;

/// <summary>Messages that wait for one another. Those of another lane are delivered meanwhile.</summary>
public enum OutboxLane
{
    /// <summary>What somebody sits and waits for, such as a code: it never stands behind what merely should be known.</summary>
    Awaited,

    /// <summary>What needs only servers that the operator chose, such as the one that sends the mails.</summary>
    Own,

    /// <summary>What speaks to servers that somebody else chose, and that may take all the time they are given.</summary>
    Strangers,

    /// <summary>What the homeserver must be told: thousands of messages, or none at all for as long as it is away.</summary>
    Homeserver,
}
