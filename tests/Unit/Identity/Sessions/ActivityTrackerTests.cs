using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

public abstract class ActivityTrackerTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    private ActivityTracker Tracker => Host.Services.GetRequiredService<ActivityTracker>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Uses_are_written_when_flushed_the_latest_of_them()
    {
        Record(minutes: 2, "203.0.113.1");
        Record(minutes: 1, null);
        Assert.Equal((ManualClock.Start, "192.0.2.1"), await ReadAsync());

        await Tracker.FlushAsync(CancellationToken.None);

        Assert.Equal((ManualClock.Start.AddMinutes(2), "203.0.113.1"), await ReadAsync());
    }

    [Fact]
    public async Task An_unknown_address_never_replaces_a_known_one()
    {
        Record(minutes: 1, "203.0.113.1");
        Record(minutes: 2, null);
        await Tracker.FlushAsync(CancellationToken.None);
        Record(minutes: 3, null);
        await Tracker.FlushAsync(CancellationToken.None);

        Assert.Equal((ManualClock.Start.AddMinutes(3), "203.0.113.1"), await ReadAsync());
    }

    [Fact]
    public async Task Another_process_that_is_late_does_not_move_the_time_back()
    {
        await using var another = Host.Another();
        Record(minutes: 5, "203.0.113.5");
        await Tracker.FlushAsync(CancellationToken.None);

        var late = another.Services.GetRequiredService<ActivityTracker>();
        late.Record(AccountSessionKind.Browser, _app.Browser.Id, ManualClock.Start.AddMinutes(4), "203.0.113.4");
        await late.FlushAsync(CancellationToken.None);

        Assert.Equal((ManualClock.Start.AddMinutes(5), "203.0.113.5"), await ReadAsync());
    }

    [Fact]
    public async Task A_thousand_uses_are_written_down_together_and_once()
    {
        var before = (await ReadAsync()).At;
        for (var use = 0; use < 1000; use++)
        {
            Record(minutes: use, null);
        }

        Assert.Equal(before, (await ReadAsync()).At);
        await Tracker.FlushAsync(CancellationToken.None);
        Assert.Equal(ManualClock.Start.AddMinutes(999), (await ReadAsync()).At);

        await Host.ChangeAsync(database => database.BrowserSessions.ExecuteUpdateAsync(session => session.SetProperty(row => row.LastActiveAt, (DateTimeOffset?)null)));
        await Tracker.FlushAsync(CancellationToken.None);
        Assert.Null((await Host.ReadAsync(database => database.BrowserSessions.SingleAsync())).LastActiveAt);
    }

    [Fact]
    public async Task Many_sessions_are_written_down_in_parts()
    {
        var sessions = Enumerable.Range(0, 120).Select(number => A.OAuthSession(_app.Client, _app.User)).ToList();
        await Host.ArrangeAsync(sessions);
        sessions.ForEach(session => Tracker.Record(AccountSessionKind.OAuth, session.Id, ManualClock.Start.AddMinutes(5), "192.0.2.9"));

        await Tracker.FlushAsync(CancellationToken.None);

        Assert.Equal(120, await Host.ReadAsync(database => database.OAuthSessions.CountAsync(session => session.LastActiveIp == "192.0.2.9")));
    }

    [Fact]
    public async Task What_cannot_be_written_is_kept_for_the_next_time()
    {
        Record(minutes: 1, null);
        await Host.ChangeAsync(database => database.Database.ExecuteSqlRawAsync("ALTER TABLE browser_sessions RENAME TO away"));
        await Assert.ThrowsAnyAsync<DbException>(() => Tracker.FlushAsync(CancellationToken.None));
        await Host.ChangeAsync(database => database.Database.ExecuteSqlRawAsync("ALTER TABLE away RENAME TO browser_sessions"));

        await Tracker.FlushAsync(CancellationToken.None);

        Assert.Equal(ManualClock.Start.AddMinutes(1), (await ReadAsync()).At);
    }

    [Fact]
    public async Task Introspection_counts_as_a_use_of_the_session()
    {
        var tokens = await _app.SignInAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await _app.IntrospectAsync(tokens.AccessToken);
        await Tracker.FlushAsync(CancellationToken.None);

        var session = await Host.ReadAsync(database => database.OAuthSessions.SingleAsync());
        Assert.Equal((ManualClock.Start.AddMinutes(1), "192.0.2.1"), (session.LastActiveAt, session.LastActiveIp));
    }

    [Fact]
    public async Task The_writer_writes_the_rest_when_it_stops()
    {
        using var writer = new ActivityWriter(Tracker, new FailedSignInTracker(Host.Services.GetRequiredService<IServiceScopeFactory>()), Clock, NullLogger<ActivityWriter>.Instance);
        await writer.StartAsync(CancellationToken.None);
        Record(minutes: 1, null);

        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(ManualClock.Start.AddMinutes(1), (await ReadAsync()).At);
    }

    [Fact]
    public async Task Who_stops_it_too_waits_for_what_is_being_written()
    {
        using var writer = new ActivityWriter(Tracker, new FailedSignInTracker(Host.Services.GetRequiredService<IServiceScopeFactory>()), Clock, NullLogger<ActivityWriter>.Instance);
        Record(minutes: 1, null);
        var (held, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var other = Host.ChangeAsync(async database =>
        {
            await database.BrowserSessions.ExecuteUpdateAsync(row => row.SetProperty(session => session.LastActiveIp, session => session.LastActiveIp)); // nobody else writes it until the end
            held.SetResult();
            await release.Task;
        });
        await held.Task;

        var (first, second) = (writer.StopAsync(CancellationToken.None), writer.StopAsync(CancellationToken.None)); // a host that is disposed while it stops
        Assert.False(second.IsCompleted);
        release.SetResult();
        await second;

        Assert.Equal(ManualClock.Start.AddMinutes(1), (await ReadAsync()).At);
        await Task.WhenAll(first, other);
    }

    private void Record(int minutes, string? address) =>
        Tracker.Record(AccountSessionKind.Browser, _app.Browser.Id, ManualClock.Start.AddMinutes(minutes), address);

    private async Task<(DateTimeOffset? At, string? Address)> ReadAsync()
    {
        var session = await Host.ReadAsync(database => database.BrowserSessions.AsNoTracking().SingleAsync());
        return (session.LastActiveAt, session.LastActiveIp);
    }

    public sealed class OnSqlite() : ActivityTrackerTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ActivityTrackerTests(DatabaseProvider.PostgreSql);
}
