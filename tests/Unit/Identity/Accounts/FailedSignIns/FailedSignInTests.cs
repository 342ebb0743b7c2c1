using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.FailedSignIns;

/// <summary>Wrong passwords are counted for the owner, and nobody learns or breaks anything by that.</summary>
public abstract class FailedSignInTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _alice = A.User(passwordHash: A.PasswordHash);

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:RateLimiting:Login:PerIp:Burst"] = "1000",
        ["Portal:RateLimiting:Login:PerAccount:Burst"] = "1000",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_alice);
    }

    [Fact]
    public async Task Wrong_passwords_of_an_hour_from_one_place_are_one_row_with_a_count()
    {
        await TryAsync("alice", "203.0.113.7");
        await TryAsync("alice", "203.0.113.7");
        await FlushAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await TryAsync("ALICE", "203.0.113.7");
        await TryAsync("alice", "203.0.113.8");
        await FlushAsync();

        Assert.Equal(
            [new FailuresOfPlace("203.0.113.7", 3, Clock.GetUtcNow()), new FailuresOfPlace("203.0.113.8", 1, Clock.GetUtcNow())],
            await ReadAsync());
        Assert.Equal(2, await Host.ReadAsync(database => database.FailedSignIns.CountAsync()));
    }

    [Fact]
    public async Task The_right_password_and_a_name_that_nobody_has_leave_nothing()
    {
        await TryAsync("alice", "203.0.113.7", A.Password);
        await TryAsync("nobody", "203.0.113.7");
        await FlushAsync();

        Assert.Empty(await Host.ReadAsync(database => database.FailedSignIns.ToListAsync()));
    }

    [Fact]
    public async Task A31_A_stranger_with_many_addresses_fills_no_table()
    {
        for (var number = 0; number < FailedSignIn.MostPlaces + 30; number++)
        {
            Tracker(Host).Record(_alice.Id, A.Requester($"198.51.100.{number}"), Clock.GetUtcNow());
            if (number % 10 == 0)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();

        var rows = await Host.ReadAsync(database => database.FailedSignIns.ToListAsync());
        Assert.Equal((FailedSignIn.MostPlaces + 1, FailedSignIn.MostPlaces + 30), (rows.Count, rows.Sum(row => row.Count)));
        Assert.Equal(30, Assert.Single(rows, row => row.IpAddress == FailedSignIn.Elsewhere).Count);
        var shown = await ReadAsync();
        Assert.Equal((RecentFailures.MostPlaces + 1, FailedSignIn.MostPlaces + 30), (shown.Count, shown.Sum(place => place.Count))); // nobody pushes a try out of the sum
    }

    [Fact]
    public async Task Counts_of_several_processes_add_up()
    {
        await AtOnceAsync(8, async (host, number) =>
        {
            var tracker = new FailedSignInTracker(host.Services.GetRequiredService<IServiceScopeFactory>());
            tracker.Record(_alice.Id, A.Requester($"203.0.113.{number % 2}"), Clock.GetUtcNow());
            await tracker.FlushAsync(CancellationToken.None);
            return true;
        });

        Assert.Equal([("203.0.113.0", 4), ("203.0.113.1", 4)], (await ReadAsync()).Select(place => (place.IpAddress!, place.Count)));
    }

    [Fact]
    public async Task What_cannot_be_written_is_kept()
    {
        await TryAsync("alice", "203.0.113.7");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tracker(Host).FlushAsync(cancelled.Token));
        await FlushAsync();

        Assert.Equal(1, Assert.Single(await ReadAsync()).Count);
    }

    [Fact]
    public async Task They_are_shown_for_a_week()
    {
        await TryAsync("alice", "203.0.113.7");
        await FlushAsync();

        Clock.Advance(RecentFailures.Span);

        Assert.Empty(await ReadAsync());
    }

    private static FailedSignInTracker Tracker(IdentityHost host) => host.Services.GetRequiredService<FailedSignInTracker>();

    private Task FlushAsync() => Tracker(Host).FlushAsync(CancellationToken.None);

    private Task<IReadOnlyList<FailuresOfPlace>> ReadAsync() => Host.RunAsync<RecentFailures, IReadOnlyList<FailuresOfPlace>>(failures => failures.ReadAsync(_alice.Id, CancellationToken.None));

    private Task<SignInOutcome> TryAsync(string name, string address, string password = "wrong") =>
        Host.RunAsync<SignInService, SignInOutcome>(signIn => signIn.SignInAsync(new SignInCommand(name, password, A.Requester(address)), CancellationToken.None));

    public sealed class OnSqlite() : FailedSignInTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : FailedSignInTests(DatabaseProvider.PostgreSql);
}
