using System.Buffers.Binary;
using System.Text.Json;

namespace Portal.Identity.Outbox;

/// <summary>Something that must happen because a change was made; written in the same transaction, delivered at least once.</summary>
public sealed class OutboxMessage
{
    /// <summary>How often a message is tried before it is left for the operator to look at.</summary>
    public const int MaxAttempts = 11;

    private const double MostJitter = 0.1;

    private OutboxMessage()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Names the handler.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>JSON; ids rather than facts, so that the handler reads the truth when it runs. No secret and no address.</summary>
    public string Payload { get; private init; } = "";

    /// <summary>Whom it is about: of the messages about one subject, one is in work at a time, the oldest of those that are due first. None for what need not wait for others.</summary>
    public Guid? SubjectId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Not to be tried before; while a worker has the message, the end of its lease.</summary>
    public DateTimeOffset DueAt { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>Why the last try failed, free of secrets and addresses; none while it is being tried.</summary>
    public string? Error { get; private set; }

    /// <param name="dueAt">Not to be tried before; at once without.</param>
    public static OutboxMessage Create(string kind, string payload, DateTimeOffset now, DateTimeOffset? dueAt = null, Guid? subjectId = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = kind,
        Payload = payload,
        SubjectId = subjectId,
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

    /// <summary>Whether it is still under the lease that it was taken under.</summary>
    /// <param name="taken">As it was then; what is stored is a little less exact.</param>
    public bool IsHeldAs(OutboxMessage taken) => Attempts == taken.Attempts && Error is null && (DueAt - taken.DueAt).Duration() < TimeSpan.FromMilliseconds(1);

    public void Complete(DateTimeOffset now)
    {
        CompletedAt = now;
        FailedAt = null;
        Error = null;
    }

    /// <summary>Tries again after 5, 10, 20 ... seconds and up to a tenth more, so that what failed together does not come back together; gives up after <see cref="MaxAttempts"/>.</summary>
    public void Retry(string error, DateTimeOffset now)
    {
        Error = error;
        if (IsLastAttempt)
        {
            FailedAt = now;
            return;
        }

        DueAt = now + (TimeSpan.FromSeconds(5) * Math.Pow(2, Attempts - 1) * (1 + (MostJitter * Fraction(Id))));
    }

    /// <summary>Gives up at once: trying again cannot help.</summary>
    public void Fail(string error, DateTimeOffset now) => (Error, FailedAt) = (error, now);

    /// <summary>Frees a message whose worker is known to be gone.</summary>
    public void Release(DateTimeOffset now) => DueAt = now;

    /// <summary>Frees a message that was taken and not tried: the process stops.</summary>
    public void GiveBack(DateTimeOffset now) => (Attempts, DueAt) = (Attempts - 1, now);

    /// <summary>Does the work of others too, which go: the freshest of them must have all the tries that it would have had.</summary>
    public void Cover(int fewestAttempts) => Attempts = Math.Min(Attempts, fewestAttempts);

    /// <summary>All tries once more, for a message that was given up.</summary>
    public void Revive(DateTimeOffset now) => (Attempts, DueAt, FailedAt) = (0, now, null);

    /// <summary>One try more, for a message that was given up.</summary>
    public void ReviveOnce(DateTimeOffset now) => (Attempts, DueAt, FailedAt) = (MaxAttempts - 1, now, null);

    // The end of an id is its random part.
    private static double Fraction(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]) / (double)ushort.MaxValue;
    }
}
