using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Identity.Persistence;

namespace Portal.Identity.Outbox;

/// <summary>Takes due messages under a lease, hands them to their handlers, and notes what came of it.</summary>
public sealed partial class OutboxDelivery(IServiceScopeFactory scopes, TimeProvider clock, ILogger<OutboxDelivery> logger)
{
    /// <summary>How long a worker may take for one message before another one may try.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    private const int BatchSize = 10;

    private readonly Lazy<string[]> _strangersKinds = new(() => KindsOf(OutboxLane.Strangers, scopes));

    /// <summary>Frees messages that a process which is gone had taken; only where no other process can be running (SQLite).</summary>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) => ChangeAsync(
        async database =>
        {
            var now = clock.GetUtcNow();
            var held = await Pending(database).Where(message => message.DueAt > now && message.Error == null && message.Attempts > 0).ToListAsync(cancellationToken);
            held.ForEach(message => message.Release(now));
        },
        cancellationToken);

    /// <summary>Delivers what is due now in one lane.</summary>
    /// <returns>How many messages were tried.</returns>
    public async Task<int> DeliverDueAsync(OutboxLane lane, CancellationToken cancellationToken)
    {
        var messages = await TakeAsync(lane, cancellationToken);
        // A stop does not end the loop: each message that was taken must be delivered or given back.
        await Parallel.ForEachAsync(messages, CancellationToken.None, async (message, _) => await DeliverAsync(message, cancellationToken));
        return messages.Count;
    }

    private async Task<List<OutboxMessage>> TakeAsync(OutboxLane lane, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = clock.GetUtcNow();
        if (!await Pending(database, lane).AnyAsync(message => message.DueAt <= now, cancellationToken))
        {
            return []; // an idle worker takes no lock
        }

        return await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
            async () =>
            {
                var due = await Pending(database, lane).Where(message => message.DueAt <= now)
                    .OrderBy(message => message.DueAt).Take(BatchSize).ToListAsync(cancellationToken);
                due.ForEach(message => message.Lease(now, LeaseTime));
                return due;
            },
            cancellationToken);
    }

    private async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        Action<OutboxMessage, DateTimeOffset> outcome;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var scope = scopes.CreateAsyncScope();
            var handler = scope.ServiceProvider.GetServices<IOutboxHandler>().SingleOrDefault(handler => handler.Kind == message.Kind)
                ?? throw new UndeliverableException("No handler is registered for this kind.");
            await handler.DeliverAsync(message, cancellationToken);
            outcome = (stored, now) => stored.Complete(now);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping is not the message's fault: the next start tries it at once.
            await NoteAsync(message.Id, (stored, now) => stored.Release(now));
            return;
        }
        catch (UndeliverableException exception)
        {
            LogUndeliverable(message.Kind, message.Id, exception.Message);
            outcome = (stored, now) => stored.Fail(exception.Message, now);
        }
        catch (Exception exception)
        {
            LogFailure(exception, message);
            outcome = (stored, now) => stored.Retry(exception.GetType().Name, now);
        }

        await NoteAsync(message.Id, outcome);
    }

    // Not cancelled by a stop: what was delivered must be known as delivered.
    private Task NoteAsync(Guid id, Action<OutboxMessage, DateTimeOffset> outcome) => ChangeAsync(
        async database => outcome(await database.Outbox.SingleAsync(message => message.Id == id, CancellationToken.None), clock.GetUtcNow()),
        CancellationToken.None);

    private async Task ChangeAsync(Func<PortalDbContext, Task> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(() => change(database), cancellationToken);
    }

    private static IQueryable<OutboxMessage> Pending(PortalDbContext database) =>
        database.Outbox.Where(message => message.CompletedAt == null && message.FailedAt == null);

    // A kind that nobody delivers is given up in our own lane.
    private IQueryable<OutboxMessage> Pending(PortalDbContext database, OutboxLane lane)
    {
        var (ofStrangers, kinds) = (lane == OutboxLane.Strangers, _strangersKinds.Value);
        return Pending(database).Where(message => kinds.Contains(message.Kind) == ofStrangers);
    }

    private static string[] KindsOf(OutboxLane lane, IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetServices<IOutboxHandler>().Where(handler => handler.Lane == lane).Select(handler => handler.Kind)];
    }

    private void LogFailure(Exception exception, OutboxMessage message)
    {
        if (message.IsLastAttempt)
        {
            LogGivenUp(exception, message.Kind, message.Id, message.Attempts);
        }
        else
        {
            LogFailed(exception, message.Kind, message.Id, message.Attempts);
        }
    }

    [LoggerMessage(3004, LogLevel.Error, "Gave up on {Kind} message {MessageId} after {Attempts} attempts.")]
    private partial void LogGivenUp(Exception exception, string kind, Guid messageId, int attempts);

    [LoggerMessage(3001, LogLevel.Warning, "Could not deliver {Kind} message {MessageId}, attempt {Attempt}; it will be tried again.")]
    private partial void LogFailed(Exception exception, string kind, Guid messageId, int attempt);

    [LoggerMessage(3002, LogLevel.Error, "Gave up on {Kind} message {MessageId}: {Reason}")]
    private partial void LogUndeliverable(string kind, Guid messageId, string reason);
}
