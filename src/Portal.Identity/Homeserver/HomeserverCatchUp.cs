using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Homeserver;

/// <summary>Tells the homeserver once an hour, once more, what it did not take in eleven tries: a lock or a sign-out must not be forgotten because of a bad night.</summary>
/// <remarks>One try each time; until it succeeds, the message stays where an operator sees it.</remarks>
public sealed partial class HomeserverCatchUp(IServiceScopeFactory scopes, OutboxKinds kinds, OutboxSignal signal, TimeProvider clock, ILogger<HomeserverCatchUp> logger) : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Gives every message that ran out of tries one more. What can never be delivered is left alone.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (total, count) = (0, 0);
            do
            {
                await using var scope = scopes.CreateAsyncScope();
                count = await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
                    () => ReviveAsync(scope.ServiceProvider.GetRequiredService<PortalDbContext>(), cancellationToken), cancellationToken);
                total += count;
            }
            while (count == BatchSize);

            if (total > 0)
            {
                LogRevived(total);
                signal.Set(OutboxLane.Homeserver);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ApplyAsync(stoppingToken);
        }
    }

    private async Task<int> ReviveAsync(PortalDbContext database, CancellationToken cancellationToken)
    {
        var (now, own) = (clock.GetUtcNow(), kinds.Of(OutboxLane.Homeserver));
        var messages = await database.Outbox
            .Where(message => message.FailedAt != null && message.CompletedAt == null && message.Attempts >= OutboxMessage.MaxAttempts && own.Contains(message.Kind))
            .OrderBy(message => message.FailedAt).Take(BatchSize).ToListAsync(cancellationToken);
        messages.ForEach(message => message.ReviveOnce(now));
        return messages.Count;
    }

    [LoggerMessage(3403, LogLevel.Information, "Tells the homeserver once more what it did not take: {Count} messages.")]
    private partial void LogRevived(int count);

    [LoggerMessage(3404, LogLevel.Error, "Messages that the homeserver did not take could not be tried again; the next time is in an hour.")]
    private partial void LogFailed(Exception exception);
}
