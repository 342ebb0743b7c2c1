using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Activity;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Activity;

public abstract class AuditLogTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _alice = A.User();

    [Fact]
    public async Task Reads_more_than_a_batch_in_the_order_of_time_and_each_once()
    {
        var start = Clock.GetUtcNow();
        var events = Enumerable.Range(0, AuditLog.BatchSize + 7).Select(number => SecurityEvent.Record(_alice.Id, SecurityEvent.PasswordChanged, null, null, start.AddSeconds(number / 3))).ToList();
        var session = A.BrowserSession(_alice, now: start.AddSeconds(5));
        session.TryFinish(start.AddSeconds(5));
        await Host.ArrangeAsync([_alice, session, .. events]);

        var lines = await ReadAsync(start);

        Assert.Equal(events.Count + 2, lines.Count);
        Assert.Equal(lines.Select(line => line.Time).Order(StringComparer.Ordinal), lines.Select(line => line.Time));
        Assert.Equal(events.Count + 2, lines.Select(line => (line.Id, line.Kind)).Distinct().Count());
        Assert.Equal([Happening.BrowserBegan, Happening.BrowserEnded], lines.Select(line => line.Kind).Where(kind => kind.StartsWith("browser", StringComparison.Ordinal)));
        Assert.Equal(events.Count - 3, (await ReadAsync(start.AddSeconds(1), events: true)).Count);
    }

    [Fact]
    public async Task An_event_that_is_recorded_cannot_be_changed()
    {
        await Host.ArrangeAsync(_alice, SecurityEvent.Record(_alice.Id, SecurityEvent.PasswordChanged, null, "192.0.2.7", Clock.GetUtcNow()));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Host.ChangeAsync(async database =>
            database.Entry(await database.SecurityEvents.SingleAsync()).Property(happened => happened.IpAddress).CurrentValue = "198.51.100.1"));
    }

    private Task<List<AuditEntry>> ReadAsync(DateTimeOffset since, bool events = false) => Host.RunAsync<AuditLog, List<AuditEntry>>(async log =>
    {
        var lines = new List<AuditEntry>();
        await foreach (var line in log.ReadAsync(_alice.Id, since, CancellationToken.None))
        {
            if (!events || line.Kind == SecurityEvent.PasswordChanged)
            {
                lines.Add(line);
            }
        }

        return lines;
    });

    public sealed class OnSqlite() : AuditLogTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AuditLogTests(DatabaseProvider.PostgreSql);
}
