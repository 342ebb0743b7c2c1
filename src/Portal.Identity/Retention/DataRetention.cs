using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;

namespace Portal.Identity.Retention;

/// <summary>Forgets what is over and no longer of use to anybody, some rows at a time so that nobody waits for it (operations contract, section 9).</summary>
/// <remarks>Several processes may do it at the same time: what one has forgotten, the other does not find.</remarks>
public sealed partial class DataRetention(
    IServiceScopeFactory scopes, IOptions<RetentionOptions> options, IOptions<RateLimitOptions> limits, TimeProvider clock, ILogger<DataRetention> logger)
{
    /// <summary>How many rows one transaction forgets.</summary>
    public const int BatchSize = 1000;

    /// <summary>Forgets everything whose time has come. What fails is logged and left for the next time; the rest goes on.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var rule in Rules())
        {
            try
            {
                await ApplyAsync(rule, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogFailed(exception, rule.What);
            }
        }
    }

    private async Task ApplyAsync(Rule rule, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - rule.Age;
        int total = 0, count;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            count = await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(() => rule.ForgetBatch(database, before, cancellationToken), cancellationToken);
            total += count;
        }
        while (count == BatchSize);

        if (total > 0)
        {
            LogForgotten(total, rule.What);
        }
    }

    /// <summary>In this order: whoever refers to a row goes before it.</summary>
    private IEnumerable<Rule> Rules()
    {
        var keep = options.Value;
        return
        [
            new("revoked access tokens", keep.EndedTokens, Delete((database, before) => database.AccessTokens.Where(token => token.RevokedAt < before), token => token.RevokedAt)),

            // But for the one beside a refresh token that still works: whether it was used decides whether the one before may be presented again.
            new("expired access tokens", keep.ExpiredAccessTokens, Delete(
                (database, before) => database.AccessTokens.Where(token => token.ExpiresAt < before
                    && !database.RefreshTokens.Any(refresh => refresh.AccessTokenId == token.Id && refresh.ConsumedAt == null && refresh.RevokedAt == null)),
                token => token.ExpiresAt)),
            new("revoked refresh tokens", keep.EndedTokens, Delete((database, before) => database.RefreshTokens.Where(token => token.RevokedAt < before), token => token.RevokedAt)),

            // Only once its successor was used too: until then a client that lost the answer may ask again.
            new("exchanged refresh tokens", keep.EndedTokens, Delete(
                (database, before) => database.RefreshTokens.Where(token => token.ConsumedAt < before
                    && (token.NextTokenId == null || database.RefreshTokens.Any(next => next.Id == token.NextTokenId && next.ConsumedAt != null))),
                token => token.ConsumedAt)),

            // A client on its own behalf has one token a session: without it there is nothing left.
            new("spent sessions of clients", keep.ExpiredAccessTokens, Delete(
                (database, before) => database.OAuthSessions.Where(session => session.UserId == null && session.CreatedAt < before
                    && !database.AccessTokens.Any(token => token.SessionId == session.Id)),
                session => session.CreatedAt)),
            new("expired legacy access tokens", keep.ExpiredAccessTokens, Delete((database, before) => database.LegacyAccessTokens.Where(token => token.ExpiresAt < before), token => token.ExpiresAt)),
            new("exchanged legacy refresh tokens", keep.EndedTokens, Delete((database, before) => database.LegacyRefreshTokens.Where(token => token.ConsumedAt < before), token => token.ConsumedAt)),
            new("ended app sessions", keep.EndedSessions, Delete((database, before) => database.OAuthSessions.Where(session => session.FinishedAt < before), session => session.FinishedAt)),

            new("ended legacy sessions", keep.EndedSessions, Delete((database, before) => database.LegacySessions.Where(session => session.FinishedAt < before), session => session.FinishedAt)),

            new("ended access tokens of bots and scripts", keep.EndedSessions, Delete((database, before) => database.PersonalSessions.Where(session => session.FinishedAt < before), session => session.FinishedAt)),
            new("ended app passwords", keep.EndedSessions, Delete((database, before) => database.AppPasswords.Where(password => password.FinishedAt < before), password => password.FinishedAt)),

            // Only when no app session is left of it: the way from an app to the sign-in must stay known.
            new("ended browser sessions", keep.EndedSessions, Delete(
                (database, before) => database.BrowserSessions.Where(session => session.FinishedAt < before
                    && !database.OAuthSessions.Any(app => app.BrowserSessionId == session.Id) && !database.LegacySessions.Any(app => app.BrowserSessionId == session.Id)),
                session => session.FinishedAt)),
            new("addresses of app sessions", keep.SessionAddresses, (database, before, cancellationToken) => database.OAuthSessions
                .Where(session => session.LastActiveIp != null && session.LastActiveAt < before).OrderBy(session => session.LastActiveAt).Take(BatchSize)
                .ExecuteUpdateAsync(session => session.SetProperty(row => row.LastActiveIp, (string?)null), cancellationToken)),
            new("addresses of legacy sessions", keep.SessionAddresses, (database, before, cancellationToken) => database.LegacySessions
                .Where(session => session.LastActiveIp != null && session.LastActiveAt < before).OrderBy(session => session.LastActiveAt).Take(BatchSize)
                .ExecuteUpdateAsync(session => session.SetProperty(row => row.LastActiveIp, (string?)null), cancellationToken)),
            new("addresses of access tokens of bots and scripts", keep.SessionAddresses, (database, before, cancellationToken) => database.PersonalSessions
                .Where(session => session.LastActiveIp != null && session.LastActiveAt < before).OrderBy(session => session.LastActiveAt).Take(BatchSize)
                .ExecuteUpdateAsync(session => session.SetProperty(row => row.LastActiveIp, (string?)null), cancellationToken)),
            new("addresses of browser sessions", keep.SessionAddresses, (database, before, cancellationToken) => database.BrowserSessions
                .Where(session => session.LastActiveIp != null && session.LastActiveAt < before).OrderBy(session => session.LastActiveAt).Take(BatchSize)
                .ExecuteUpdateAsync(session => session.SetProperty(row => row.LastActiveIp, (string?)null), cancellationToken)),
            new("pushed requests", RetentionOptions.Shortest, Delete((database, before) => database.PushedAuthorizationRequests.Where(request => request.ExpiresAt < before), request => request.ExpiresAt)),
            new("authorization grants", keep.AuthorizationGrants, Delete((database, before) => database.AuthorizationGrants.Where(grant => grant.CreatedAt < before), grant => grant.CreatedAt)),

            // One that became a session goes with it: until then the list says where its app is.
            new("legacy sign-ins", keep.AuthorizationGrants, Delete((database, before) => database.SsoLogins.Where(login => login.CreatedAt < before && login.LegacySessionId == null), login => login.CreatedAt)),
            new("device code grants", keep.AuthorizationGrants, Delete((database, before) => database.DeviceCodeGrants.Where(grant => grant.CreatedAt < before), grant => grant.CreatedAt)),
            new("registrations", keep.Registrations, Delete((database, before) => database.Registrations.Where(registration => registration.CreatedAt < before), registration => registration.CreatedAt)),
            new("e-mail verifications", keep.EmailVerifications, ForgetVerificationsAsync),
            new("recoveries", keep.Recoveries, Delete((database, before) => database.RecoverySessions.Where(session => session.CreatedAt < before), session => session.CreatedAt)),
            new("former e-mail addresses", UserEmail.EstablishedAfter, Delete((database, before) => database.FormerEmails.Where(email => email.RemovedAt < before), email => email.RemovedAt)),
            new("failed sign-ins", keep.FailedSignIns, Delete((database, before) => database.FailedSignIns.Where(failed => failed.LastAt < before), failed => failed.LastAt)),
            new("links to take an account back", keep.Recoveries, Delete((database, before) => database.DisputeTickets.Where(ticket => ticket.ExpiresAt < before), ticket => ticket.ExpiresAt)),

            // But for the last one: without it, no browser would be new.
            new("known browsers", keep.KnownBrowsers, Delete(
                (database, before) => database.KnownBrowsers.Where(browser => browser.LastSeenAt < before
                    && database.KnownBrowsers.Any(other => other.UserId == browser.UserId && other.LastSeenAt > browser.LastSeenAt)),
                browser => browser.LastSeenAt)),
            new("known networks", keep.KnownNetworks, Delete(
                (database, before) => database.KnownNetworks.Where(network => network.LastSeenAt < before
                    && database.KnownNetworks.Any(other => other.UserId == network.UserId && other.LastSeenAt > network.LastSeenAt)),
                network => network.LastSeenAt)),
            new("delivered messages", keep.OutboxMessages, Delete((database, before) => database.Outbox.Where(message => message.CompletedAt < before), message => message.CompletedAt)),
            new("undeliverable messages", keep.OutboxMessages, Delete((database, before) => database.Outbox.Where(message => message.FailedAt < before), message => message.FailedAt)),
            new("security events", keep.SecurityEvents, Delete((database, before) => database.SecurityEvents.Where(happened => happened.CreatedAt < before), happened => happened.CreatedAt)),
            new("ids of used JWTs", RetentionOptions.Shortest, Delete((database, before) => database.UsedJwts.Where(used => used.ExpiresAt < before), used => used.ExpiresAt)),
            new("rate limits", limits.Value.LongestRefill, Delete((database, before) => database.RateLimitBuckets.Where(bucket => bucket.UpdatedAt < before), bucket => bucket.UpdatedAt)),
        ];
    }

    // A registration is over long before the proof of its address is forgotten, and is kept longer: it lets go of it first.
    private static async Task<int> ForgetVerificationsAsync(PortalDbContext database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await database.Registrations.Where(registration => registration.EmailVerification!.CreatedAt < before).OrderBy(registration => registration.CreatedAt).Take(BatchSize)
            .ExecuteUpdateAsync(registration => registration.SetProperty(row => row.EmailVerificationId, (Guid?)null), cancellationToken);
        return await database.EmailVerifications
            .Where(verification => verification.CreatedAt < before && !database.Registrations.Any(registration => registration.EmailVerificationId == verification.Id))
            .OrderBy(verification => verification.CreatedAt).Take(BatchSize).ExecuteDeleteAsync(cancellationToken);
    }

    private static Func<PortalDbContext, DateTimeOffset, CancellationToken, Task<int>> Delete<TRow, TTime>(
        Func<PortalDbContext, DateTimeOffset, IQueryable<TRow>> due, Expression<Func<TRow, TTime>> time) =>
        (database, before, cancellationToken) => due(database, before).OrderBy(time).Take(BatchSize).ExecuteDeleteAsync(cancellationToken);

    private sealed record Rule(string What, TimeSpan Age, Func<PortalDbContext, DateTimeOffset, CancellationToken, Task<int>> ForgetBatch);

    [LoggerMessage(2201, LogLevel.Information, "Forgot {Count} {What}.")]
    private partial void LogForgotten(int count, string what);

    [LoggerMessage(2202, LogLevel.Error, "Could not forget {What}; trying again in an hour.")]
    private partial void LogFailed(Exception exception, string what);
}
