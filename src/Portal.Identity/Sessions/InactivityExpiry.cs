using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>Ends sessions that nobody uses any more, some at a time so that nobody waits for it (flows contract, section 14.4).</summary>
/// <remarks>Several processes may do it at the same time: what one has ended, the other leaves alone. What never noted a use is not ended.</remarks>
public sealed partial class InactivityExpiry(IServiceScopeFactory scopes, IOptions<InactivityExpiryOptions> options, TimeProvider clock, ILogger<InactivityExpiry> logger)
{
    /// <summary>How many sessions one transaction ends.</summary>
    public const int BatchSize = 100;

    /// <summary>Ends everything whose time has come. What fails is logged and left for the next time.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        if (options.Value is not { Ttl: { } ttl } settings)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var (before, turns) = (now - ttl, new SyncTurns(now));
        if (settings.ExpireOAuthSessions)
        {
            await ApplyAsync("app", after => EndAppsAsync(before, after, turns, cancellationToken), cancellationToken);
        }

        if (settings.ExpireCompatSessions)
        {
            await ApplyAsync("legacy app", after => EndLegacyAsync(before, after, cancellationToken), cancellationToken);
        }

        if (settings.ExpireUserSessions)
        {
            await ApplyAsync("browser", after => EndBrowsersAsync(before, after, cancellationToken), cancellationToken);
        }
    }

    private async Task ApplyAsync(string what, Func<Guid, Task<IReadOnlyList<Guid>>> endBatch, CancellationToken cancellationToken)
    {
        try
        {
            // Once through all ids, so that no batch looks at again what one before it has passed.
            int total = 0, count;
            var last = Guid.Empty;
            do
            {
                var ended = await endBatch(last);
                (count, total, last) = (ended.Count, total + ended.Count, ended.LastOrDefault(last));
            }
            while (count == BatchSize);

            if (total > 0)
            {
                LogEnded(total, what);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception, what);
        }
    }

    // Only of apps that registered themselves: what the operator configured is theirs to look after.
    private Task<IReadOnlyList<Guid>> EndAppsAsync(DateTimeOffset before, Guid after, SyncTurns turns, CancellationToken cancellationToken) => EndAsync(
        async (database, ending) =>
        {
            var sessions = await Due(
                database.OAuthSessions.Where(session => session.UserId != null && database.Clients.Any(client => client.Id == session.ClientId && !client.IsStatic)),
                before, after).ToListAsync(cancellationToken);
            await ending.ApplyAsync([], sessions, clock.GetUtcNow(), cancellationToken, turns.Of);
            return sessions;
        },
        cancellationToken);

    private Task<IReadOnlyList<Guid>> EndLegacyAsync(DateTimeOffset before, Guid after, CancellationToken cancellationToken) => EndAsync(
        async (database, ending) =>
        {
            var sessions = await Due(database.LegacySessions, before, after).ToListAsync(cancellationToken);
            ending.Apply(sessions, clock.GetUtcNow());
            return sessions;
        },
        cancellationToken);

    private Task<IReadOnlyList<Guid>> EndBrowsersAsync(DateTimeOffset before, Guid after, CancellationToken cancellationToken) => EndAsync(
        async (database, ending) =>
        {
            var sessions = await Due(database.BrowserSessions, before, after).ToListAsync(cancellationToken);
            await ending.ApplyAsync(sessions, [], clock.GetUtcNow(), cancellationToken);
            return sessions;
        },
        cancellationToken);

    private static IQueryable<TSession> Due<TSession>(IQueryable<TSession> sessions, DateTimeOffset before, Guid after)
        where TSession : class, ISession =>
        sessions.Where(session => session.FinishedAt == null && session.LastActiveAt < before && session.Id > after).OrderBy(session => session.Id).Take(BatchSize);

    private async Task<IReadOnlyList<Guid>> EndAsync(Func<PortalDbContext, SessionEnd, Task<IEnumerable<ISession>>> end, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await services.GetRequiredService<Storage>().WriteAsync<IReadOnlyList<Guid>>(
            async () => [.. (await end(services.GetRequiredService<PortalDbContext>(), services.GetRequiredService<SessionEnd>())).Select(session => session.Id)],
            cancellationToken);
    }

    [LoggerMessage(2103, LogLevel.Information, "Ended {Count} {What} sessions that were not used any more.")]
    private partial void LogEnded(int count, string what);

    [LoggerMessage(2104, LogLevel.Error, "Could not end {What} sessions that are not used any more; trying again in 15 minutes.")]
    private partial void LogFailed(Exception exception, string what);
}
