using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Identity.Homeserver;

namespace Portal.Identity.Outbox;

/// <summary>Hands messages to their handlers, and says what came of it.</summary>
public sealed partial class OutboxDelivery(IServiceScopeFactory scopes, OutboxStore store, OutboxKinds kinds, OutboxMetrics metrics, TimeProvider clock, ILogger<OutboxDelivery> logger)
{
    /// <summary>How long a worker may take for one message before another one may try, unless the handler says otherwise.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    /// <summary>How many messages of a lane are delivered side by side.</summary>
    public const int MostAtOnce = 10;

    /// <summary>How many more messages for the homeserver are taken, so that the next is there when one has ended.</summary>
    public const int MostAhead = 30;

    // So that a delivery has ended before another worker begins with the same.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <inheritdoc cref="OutboxStore.ReleaseAllAsync"/>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) => store.ReleaseAllAsync(cancellationToken);

    /// <summary>Delivers what is due now in one lane, at most <see cref="MostAtOnce"/>.</summary>
    /// <returns>How many messages were tried.</returns>
    public async Task<int> DeliverDueAsync(OutboxLane lane, CancellationToken cancellationToken)
    {
        var messages = await store.NoteAndTakeAsync(lane, [], MostAtOnce, cancellationToken);
        var outcomes = await Task.WhenAll(messages.Select(message => TryAsync(message, cancellationToken)));
        await store.NoteAndTakeAsync(lane, outcomes, most: 0, CancellationToken.None);
        return messages.Count;
    }

    /// <summary>How long a message that was taken may wait until it is begun: what is left of its lease then is enough for a try.</summary>
    internal TimeSpan PatienceOf(OutboxMessage message) => LeftOf(message) - (kinds.LeaseTimeOf(message.Kind) / 2);

    /// <summary>Tries to deliver a message that was taken. What came of it is not noted yet; one that a stop interrupts, or that has waited for too long, is to be given back.</summary>
    internal async Task<OutboxOutcome> TryAsync(OutboxMessage message, CancellationToken stop)
    {
        if (PatienceOf(message) <= TimeSpan.Zero)
        {
            return OutboxOutcome.GivenBack(message);
        }

        var begun = clock.GetTimestamp();
        var (name, outcome) = await DeliverAsync(message, stop);
        metrics.Tried(message.Kind, name, clock.GetElapsedTime(begun));
        return outcome;
    }

    private TimeSpan LeftOf(OutboxMessage message) => message.DueAt - clock.GetUtcNow();

    private async Task<(string Name, OutboxOutcome Outcome)> DeliverAsync(OutboxMessage message, CancellationToken stop)
    {
        var left = LeftOf(message) - Margin;
        using var limit = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            stop.ThrowIfCancellationRequested();
            await using var scope = scopes.CreateAsyncScope();
            var handler = scope.ServiceProvider.GetServices<IOutboxHandler>().SingleOrDefault(handler => handler.Kind == message.Kind)
                ?? throw new UndeliverableException("No handler is registered for this kind.");
            await handler.DeliverAsync(message, either.Token);
            return ("delivered", new(message));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping is not the message's fault: the next start tries it at once.
            return ("stopped", OutboxOutcome.GivenBack(message));
        }
        catch (UndeliverableException exception)
        {
            LogUndeliverable(message.Kind, message.Id, exception.Message);
            return ("undeliverable", new(message, (stored, now) => stored.Fail(exception.Message, now)));
        }
        catch (Exception exception)
        {
            LogFailure(exception, message);
            return (message.IsLastAttempt ? "given_up" : "failed", new(message, (stored, now) => stored.Retry(Describe(exception), now)));
        }
    }

    // What others wrote may have people in it.
    private static string Describe(Exception exception) => exception is HomeserverException ? exception.Message : exception.GetType().Name;

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
