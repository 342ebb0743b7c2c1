using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Outbox;

/// <summary>Messages that were given up, for an operator who has mended what was wrong.</summary>
public sealed class DeadLetters(PortalDbContext database, Storage storage, OutboxSignal signal, TimeProvider clock)
{
    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> ListAsync(CancellationToken cancellationToken) =>
        await GivenUp().AsNoTracking().OrderByDescending(message => message.FailedAt).ThenBy(message => message.Id).ToListAsync(cancellationToken);

    /// <summary>Gives messages all their tries once more.</summary>
    /// <param name="id">Of one message; none for all.</param>
    /// <returns>How many there were.</returns>
    public Task<int> RetryAsync(Guid? id, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var now = clock.GetUtcNow();
            var messages = await GivenUp().Where(message => id == null || message.Id == id).ToListAsync(cancellationToken);
            messages.ForEach(message => message.Revive(now));
            storage.AfterCommit(signal.Set);
            return messages.Count;
        },
        cancellationToken);

    private IQueryable<OutboxMessage> GivenUp() => database.Outbox.Where(message => message.FailedAt != null && message.CompletedAt == null);
}
