using System.Text.Json;

namespace Portal.Identity.Outbox;

/// <summary>Something that must happen because a change was made; written in the same transaction, delivered at least once.</summary>
public sealed class OutboxMessage
{
    /// <summary>How often a message is tried before it is left for the operator to look at.</summary>
    public const int MaxAttempts = 11;

    private OutboxMessage()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Names the handler.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>JSON; ids rather than facts, so that the handler reads the truth when it runs. No secret and no address.</summary>
    public string Payload { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Not to be tried before; while a worker has the message, the end of its lease.</summary>
    public DateTimeOffset DueAt { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>Why the last try failed, free of secrets and addresses.</summary>
    public string? Error { get; private set; }

    /// <param name="dueAt">Not to be tried before; at once without.</param>
    public static OutboxMessage Create(string kind, string payload, DateTimeOffset now, DateTimeOffset? dueAt = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = kind,
        Payload = payload,
        CreatedAt = now,
        DueAt = dueAt ?? now,
    };

    /// <summary>Whether there is no try after this one.</summary>
    public bool IsLastAttempt => Attempts >= MaxAttempts;

    /// <summary>The payload as it was written.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Payload) ?? throw new UndeliverableException("The payload is empty.");

    /// <summary>Takes the message for one try; another worker may take it when the lease has run out.</summary>
    public void Lease(DateTimeOffset now, TimeSpan lease)
    {
        Attempts++;
        Error = null;
        DueAt = now + lease;
    }

    public void Complete(DateTimeOffset now)
    {
        CompletedAt = now;
        Error = null;
    }

    /// <summary>Tries again after 5, 10, 20 ... seconds; gives up after <see cref="MaxAttempts"/>.</summary>
    public void Retry(string error, DateTimeOffset now)
    {
        Error = error;
        if (IsLastAttempt)
        {
            FailedAt = now;
            return;
        }

        DueAt = now + (TimeSpan.FromSeconds(5) * Math.Pow(2, Attempts - 1));
    }

    /// <summary>Gives up at once: trying again cannot help.</summary>
    public void Fail(string error, DateTimeOffset now) => (Error, FailedAt) = (error, now);

    /// <summary>Frees a message whose worker is known to be gone.</summary>
    public void Release(DateTimeOffset now) => DueAt = now;
}
