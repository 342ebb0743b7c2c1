using System.Text.Json;
using Portal.Identity.Persistence;

namespace Portal.Identity.Outbox;

/// <summary>Notes what must happen, in the transaction of the change that causes it.</summary>
public sealed class OutboxWriter(PortalDbContext database, Storage storage, OutboxSignal signal, TimeProvider clock)
{
    /// <summary>Adds a message; it exists if, and only if, the surrounding change is stored.</summary>
    /// <param name="dueAt">Not to be delivered before; at once without.</param>
    public void Add<T>(string kind, T payload, DateTimeOffset? dueAt = null)
    {
        database.Outbox.Add(OutboxMessage.Create(kind, JsonSerializer.Serialize(payload), clock.GetUtcNow(), dueAt));
        storage.AfterCommit(signal.Set);
    }
}
