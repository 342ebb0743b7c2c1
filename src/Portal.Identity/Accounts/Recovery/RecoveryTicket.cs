namespace Portal.Identity.Accounts.Recovery;

/// <summary>What a mailed link carries: the right to choose a new password for one account, once. Only the hash of its text is stored.</summary>
public sealed class RecoveryTicket
{
    /// <summary>How long a link works (flows contract, section 7.3).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private RecoveryTicket()
    {
    }

    public Guid Id { get; private init; }

    public Guid SessionId { get; private init; }

    /// <summary>The outbox message that asked for the mails; it makes one ticket an account, however often it is delivered.</summary>
    public Guid MessageId { get; private init; }

    public Guid UserId { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Set when its mail is first tried; before that nobody can have it.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <param name="text">Gives the text of the ticket with that id.</param>
    public static RecoveryTicket Prepare(Guid sessionId, Guid messageId, Guid userId, Func<Guid, string> text, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new() { Id = id, SessionId = sessionId, MessageId = messageId, UserId = userId, Hash = TicketTexts.HashOf(text(id)), CreatedAt = now };
    }

    /// <summary>The mail is about to leave: from now on the ticket lives. A second try does not make it live longer.</summary>
    public void Send(DateTimeOffset now) => ExpiresAt ??= now + Lifetime;

    public bool HasExpired(DateTimeOffset now) => now >= ExpiresAt;
}
