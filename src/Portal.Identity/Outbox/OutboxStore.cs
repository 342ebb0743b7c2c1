using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;

namespace Portal.Identity.Outbox;

/// <summary>The stored messages: who may have which of them, and what became of it. Any number of processes share them.</summary>
/// <remarks>
/// A message is taken under a lease: it is due again when the lease runs out, so that a worker that died holds up nothing for longer. Of messages about one
/// subject one is in work at a time. One that failed does not hold up those after it: what is delivered is the truth of the moment, so that no order can be wrong.
/// </remarks>
public sealed class OutboxStore(IServiceScopeFactory scopes, OutboxKinds kinds, TimeProvider clock)
{
    private const string Abandoned = "The worker did not come back.";

    /// <summary>Frees messages that a process which is gone had taken; only where no other process can be running (SQLite).</summary>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) => ChangeAsync(
        async database =>
        {
            var now = clock.GetUtcNow();
            var held = await Taken(database, now).ToListAsync(cancellationToken);
            held.ForEach(message => message.Release(now));
        },
        cancellationToken);

    /// <summary>Notes what became of tries, and takes what is due now in their lane, oldest first: in one change, for each costs as much as delivering a message.</summary>
    /// <param name="ended">What had been taken in that lane.</param>
    /// <param name="most">How many to take; with none, it is only noted.</param>
    internal async Task<List<OutboxMessage>> NoteAndTakeAsync(OutboxLane lane, IReadOnlyCollection<OutboxOutcome> ended, int most, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var storage = scope.ServiceProvider.GetRequiredService<Storage>();
        if (ended.Count == 0 && (most == 0 || !await Free(database, lane, clock.GetUtcNow()).AnyAsync(cancellationToken)))
        {
            return []; // an idle worker takes no lock
        }

        return await storage.WriteAsync(
            async () =>
            {
                await storage.LockAsync($"outbox:{lane}", cancellationToken); // each sees what the others have taken
                var now = clock.GetUtcNow();
                await NoteAsync(database, ended, now, cancellationToken); // first: another of the same subject may go on
                return most == 0 ? [] : await TakeAsync(database, lane, most, now, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>How much there is in a lane.</summary>
    internal async Task<OutboxDepth> MeasureAsync(OutboxLane lane, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = clock.GetUtcNow();
        var waiting = InLane(Pending(database), lane);
        var oldest = await waiting.Where(message => message.DueAt <= now || message.Attempts > 0).OrderBy(message => message.CreatedAt)
            .Select(message => (DateTimeOffset?)message.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        return new(
            await waiting.CountAsync(cancellationToken),
            await InLane(database.Outbox.Where(message => message.FailedAt != null), lane).CountAsync(cancellationToken),
            oldest is { } createdAt && now > createdAt ? now - createdAt : TimeSpan.Zero);
    }

    private static async Task NoteAsync(PortalDbContext database, IReadOnlyCollection<OutboxOutcome> ended, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var delivered = ended.Where(outcome => outcome.Setback is null).Select(outcome => outcome.Message.Id).ToList();
        if (delivered.Count > 0)
        {
            await database.Outbox.Where(message => delivered.Contains(message.Id) && message.CompletedAt == null).ExecuteUpdateAsync(
                message => message.SetProperty(delivered => delivered.CompletedAt, now).SetProperty(delivered => delivered.FailedAt, (DateTimeOffset?)null).SetProperty(delivered => delivered.Error, (string?)null),
                cancellationToken);
        }

        if (delivered.Count < ended.Count)
        {
            var setbacks = ended.Where(outcome => outcome.Setback is not null).ToDictionary(outcome => outcome.Message.Id);
            var stored = await database.Outbox.Where(message => setbacks.Keys.Contains(message.Id) && message.CompletedAt == null).ToListAsync(cancellationToken);
            foreach (var message in stored.Where(message => message.IsHeldAs(setbacks[message.Id].Message)))
            {
                setbacks[message.Id].Setback!(message, now);
            }

            await database.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task<List<OutboxMessage>> TakeAsync(PortalDbContext database, OutboxLane lane, int most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = await Free(database, lane, now).AsNoTracking().OrderBy(message => message.DueAt).ThenBy(message => message.Id).Take(most).ToListAsync(cancellationToken);
        var before = due.ToDictionary(message => message.Id, message => message.Attempts);
        await CoverAsync(database, due, now, cancellationToken);
        due.ForEach(message => TakeOrGiveUp(message, now));

        // Nearly always all of them are alike: a statement for each would cost more than all else here.
        foreach (var alike in due.GroupBy(message => (Before: before[message.Id], message.Attempts, message.DueAt, message.Error, message.FailedAt)))
        {
            await TakeAlikeAsync(database, [.. alike.Select(message => message.Id)], alike.Key.Before, alike.First(), cancellationToken);
        }

        return due.FindAll(message => message.FailedAt is null);
    }

    private static async Task TakeAlikeAsync(PortalDbContext database, List<Guid> ids, int attemptsBefore, OutboxMessage taken, CancellationToken cancellationToken)
    {
        var (attempts, dueAt, error, failedAt) = (taken.Attempts, taken.DueAt, taken.Error, taken.FailedAt);
        var count = await database.Outbox.Where(message => ids.Contains(message.Id) && message.Attempts == attemptsBefore && message.CompletedAt == null).ExecuteUpdateAsync(
            message => message.SetProperty(row => row.Attempts, attempts).SetProperty(row => row.DueAt, dueAt).SetProperty(row => row.Error, error).SetProperty(row => row.FailedAt, failedAt),
            cancellationToken);
        if (count < ids.Count)
        {
            throw new DbUpdateConcurrencyException("One of them was withdrawn or taken meanwhile."); // begins again, and sees which
        }
    }

    // Its worker died each time: somebody must look at what it does to them.
    private void TakeOrGiveUp(OutboxMessage message, DateTimeOffset now)
    {
        if (message.IsLastAttempt)
        {
            message.Fail(Abandoned, now);
            return;
        }

        message.Lease(now, kinds.LeaseTimeOf(message.Kind));
    }

    // Those that wait with the same payload go, due or not, given up or not; what they were written for was stored before, and will be read after.
    private async Task CoverAsync(PortalDbContext database, List<OutboxMessage> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var covering = due.Where(message => message.SubjectId is not null && kinds.CoversOthers(message.Kind)).ToList();
        if (covering.Count == 0)
        {
            return;
        }

        var (ids, subjects) = (due.Select(message => message.Id).ToList(), covering.Select(message => message.SubjectId).ToList());
        var others = await database.Outbox.AsNoTracking()
            .Where(message => subjects.Contains(message.SubjectId) && message.CompletedAt == null && !ids.Contains(message.Id))
            .Where(message => message.FailedAt != null || message.Attempts == 0 || message.Error != null || message.DueAt <= now) // not in work
            .Select(message => new { message.Id, message.SubjectId, message.Kind, message.Payload, message.Attempts, IsFailed = message.FailedAt != null })
            .ToListAsync(cancellationToken);
        var groups = others.ToLookup(other => (other.SubjectId, other.Kind, other.Payload));
        List<Guid> gone = [];
        foreach (var message in covering)
        {
            var covered = groups[(message.SubjectId, message.Kind, message.Payload)].ToList();
            gone.AddRange(covered.Select(other => other.Id));
            message.Cover(covered.Where(other => !other.IsFailed).Select(other => other.Attempts).DefaultIfEmpty(message.Attempts).Min());
        }

        if (gone.Count > 0)
        {
            await database.Outbox.Where(message => gone.Contains(message.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }

    // Whether another has failed is asked last: asked first, PostgreSQL would read all that waits for each of them, by the index of what is due, until it has counted a queue that grew.
    private IQueryable<OutboxMessage> Free(PortalDbContext database, OutboxLane lane, DateTimeOffset now) => InLane(Pending(database), lane)
        .Where(message => message.DueAt <= now)
        .Where(message => message.SubjectId == null || !database.Outbox.Any(other =>
            other.SubjectId == message.SubjectId && other.Id != message.Id && other.CompletedAt == null
            && (other.DueAt <= now ? other.Id < message.Id && other.FailedAt == null : other.Attempts > 0 && other.Error == null)));

    private static IQueryable<OutboxMessage> Taken(PortalDbContext database, DateTimeOffset now) =>
        Pending(database).Where(message => message.DueAt > now && message.Error == null && message.Attempts > 0);

    private static IQueryable<OutboxMessage> Pending(PortalDbContext database) =>
        database.Outbox.Where(message => message.CompletedAt == null && message.FailedAt == null);

    // A kind that nobody delivers is given up in our own lane.
    private IQueryable<OutboxMessage> InLane(IQueryable<OutboxMessage> messages, OutboxLane lane)
    {
        if (lane == OutboxLane.Own)
        {
            var others = kinds.OutsideOf(lane);
            return messages.Where(message => !others.Contains(message.Kind));
        }

        var own = kinds.Of(lane);
        return messages.Where(message => own.Contains(message.Kind));
    }

    private async Task ChangeAsync(Func<PortalDbContext, Task> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(() => change(database), cancellationToken);
    }
}
