using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Outbox;

/// <summary>Notes what must happen, in the transaction of the change that causes it.</summary>
public sealed class OutboxWriter(PortalDbContext database, Storage storage, OutboxKinds kinds, OutboxSignal signal, TimeProvider clock)
{
    /// <summary>Adds a message; it exists if, and only if, the surrounding change is stored.</summary>
    /// <param name="dueAt">Not to be delivered before; at once without.</param>
    /// <param name="subjectId">See <see cref="OutboxMessage.SubjectId"/>.</param>
    /// <param name="wakes">Whether the worker begins at once. Else it comes by within a second: what it does then is not done while the answer leaves, and cannot be felt in it.</param>
    /// <returns>Its id.</returns>
    public Guid Add<T>(string kind, T payload, DateTimeOffset? dueAt = null, Guid? subjectId = null, bool wakes = true)
    {
        var message = OutboxMessage.Create(kind, JsonSerializer.Serialize(payload), clock.GetUtcNow(), dueAt, subjectId);
        database.Outbox.Add(message);
        if (wakes && dueAt is null)
        {
            storage.AfterCommit(() => signal.Set(kinds.LaneOf(kind)));
        }

        return message.Id;
    }

    /// <summary>Takes a message back that nobody has begun with; part of the caller's change.</summary>
    public Task WithdrawAsync(Guid id, CancellationToken cancellationToken) =>
        database.Outbox.Where(message => message.Id == id && message.Attempts == 0).ExecuteDeleteAsync(cancellationToken);
}
