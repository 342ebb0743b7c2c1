using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Persistence;

public abstract class PreparedWritesTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly PreparedWrite Rename = new("UPDATE users SET display_name = @p1 WHERE user_name = @p0");
    private static readonly PreparedWrite RenameIfThere = Rename with { MayMiss = true };
    private static readonly PreparedWrite RenameFrom = new("UPDATE users SET display_name = @p1 WHERE user_name = @p0 AND display_name = @p2");
    private static readonly PreparedWrite TakeName = new("UPDATE users SET normalized_user_name = @p1 WHERE user_name = @p0");
    private static readonly PreparedWrite Nonsense = new("UPDATE no_such_table SET name = @p0");

    private PreparedWrites Writes => Host.Services.GetRequiredService<PreparedWrites>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(Enumerable.Range(0, 20).Select(number => A.User($"user{number}")));
    }

    [Fact]
    public async Task All_steps_happen()
    {
        Assert.True(await TryAsync(Rename.With("user0", "Ann"), Rename.With("user1", "Bob")));

        Assert.Equal(("Ann", "Bob"), (await NameOfAsync("user0"), await NameOfAsync("user1")));
    }

    [Fact]
    public async Task A_step_that_finds_no_row_undoes_those_before_it()
    {
        Assert.False(await TryAsync(Rename.With("user0", "Ann"), Rename.With("nobody", "Bob")));

        Assert.Null(await NameOfAsync("user0"));
    }

    [Fact]
    public async Task A_step_that_may_miss_undoes_nothing()
    {
        Assert.True(await TryAsync(Rename.With("user0", "Ann"), RenameIfThere.With("nobody", "Bob")));

        Assert.Equal("Ann", await NameOfAsync("user0"));
    }

    [Fact]
    public async Task A_step_that_finds_several_rows_undoes_those_before_it()
    {
        Assert.False(await TryAsync(Rename.With("user0", "Ann"), new PreparedWrite("UPDATE users SET display_name = @p0").With("Everybody")));

        Assert.Null(await NameOfAsync("user0"));
        Assert.Null(await NameOfAsync("user1"));
    }

    [Fact]
    public async Task A_constraint_undoes_those_before_it()
    {
        Assert.False(await TryAsync(Rename.With("user0", "Ann"), TakeName.With("user0", "USER1")));

        Assert.Null(await NameOfAsync("user0"));
        Assert.True(await TryAsync(Rename.With("user0", "Ann")));
    }

    [Fact]
    public async Task A_text_may_be_missing()
    {
        Assert.True(await TryAsync(Rename.With("user0", "Ann")));
        Assert.True(await TryAsync(Rename.With("user0", null)));

        Assert.Null(await NameOfAsync("user0"));
    }

    [Fact]
    public async Task What_is_no_statement_throws_and_the_next_change_goes_well()
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => TryAsync(Rename.With("user0", "Ann"), Nonsense.With("")));

        Assert.True(thrown is SqliteException or PostgresException);
        Assert.Null(await NameOfAsync("user0"));
        Assert.True(await TryAsync(Rename.With("user0", "Ann")));
    }

    [Fact]
    public async Task Of_many_at_once_each_stands_or_falls_by_itself()
    {
        var outcomes = await AtOnceAsync(200, (host, number) => host.Services.GetRequiredService<PreparedWrites>().TryAsync(
            CancellationToken.None, Rename.With($"user{number / 10}", $"by {number}"), Rename.With(number % 10 == 7 ? $"user{number / 10}" : "nobody", $"by {number}")));

        Assert.Equal(Enumerable.Range(0, 200).Select(number => number % 10 == 7), outcomes);
        Assert.Equal(
            Enumerable.Range(0, 20).ToDictionary(person => $"user{person}", person => $"by {(person * 10) + 7}"),
            await Host.ReadAsync(database => database.Users.ToDictionaryAsync(user => user.UserName!, user => user.DisplayName!)));
    }

    [Fact]
    public async Task Of_many_who_take_the_same_step_one_does()
    {
        Assert.True(await TryAsync(Rename.With("user0", "free")));

        var outcomes = await AtOnceAsync(50, (host, number) => host.Services.GetRequiredService<PreparedWrites>().TryAsync(
            CancellationToken.None, PreparedWrite.LockOf("the same"), RenameFrom.With("user0", $"by {number}", "free")));

        var winner = Assert.Single(outcomes.Index(), outcome => outcome.Item).Index;
        Assert.Equal($"by {winner}", await NameOfAsync("user0"));
    }

    [Fact]
    public async Task Changes_of_Storage_and_these_lose_nothing_of_each_other()
    {
        var increment = new PreparedWrite("UPDATE users SET display_name = CAST(CAST(display_name AS INTEGER) + 1 AS TEXT) WHERE user_name = @p0");
        Assert.True(await TryAsync(Rename.With("user0", "0")));

        await AtOnceAsync(60, (host, number) => number % 3 == 0
            ? host.ChangeAsync(async database => (await database.Users.SingleAsync(user => user.UserName == $"user{1 + (number / 3 % 19)}")).Rename("changed")).ContinueWith(_ => true, TaskScheduler.Default)
            : host.Services.GetRequiredService<PreparedWrites>().TryAsync(CancellationToken.None, increment.With("user0")));

        Assert.Equal("40", await NameOfAsync("user0"));
        Assert.Equal(19, await Host.ReadAsync(database => database.Users.CountAsync(user => user.DisplayName == "changed")));
    }

    private Task<bool> TryAsync(params PreparedStep[] steps) => Writes.TryAsync(CancellationToken.None, steps);

    private Task<string?> NameOfAsync(string username) => Host.ReadAsync(database => database.Users.Where(user => user.UserName == username).Select(user => user.DisplayName).SingleAsync());

    public sealed class OnSqlite() : PreparedWritesTests(DatabaseProvider.Sqlite)
    {
        [Fact]
        public async Task A_change_that_comes_when_the_one_before_it_ends_is_not_left_waiting()
        {
            for (var i = 0; i < 50_000; i++)
            {
                var first = TryAsync(Rename.With("user0", "Ann"));
                Thread.SpinWait(i % 1000); // up to about as long as the first takes

                var both = await Task.WhenAll(first, TryAsync(Rename.With("user0", "Bob"))).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

                Assert.Equal([true, true], both);
            }
        }

        [Fact]
        public async Task A_change_that_was_given_up_while_another_wrote_is_not_made()
        {
            using var given = new CancellationTokenSource();
            Task<bool> givenUp, kept;
            using (await Host.Services.GetRequiredService<WriterGate>().EnterAsync(CancellationToken.None))
            {
                givenUp = Writes.TryAsync(given.Token, Rename.With("user0", "Ann"));
                kept = TryAsync(Rename.With("user1", "Bob"));
                await given.CancelAsync();
            }

            Assert.True(await kept);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
            Assert.Null(await NameOfAsync("user0"));
        }

        [Fact]
        public async Task At_the_end_what_waits_is_written_and_what_comes_later_is_refused()
        {
            await using var writes = ActivatorUtilities.CreateInstance<PreparedWrites>(Host.Services);
            var change = writes.TryAsync(CancellationToken.None, Rename.With("user0", "Ann"));

            await writes.DisposeAsync();

            Assert.True(await change);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => writes.TryAsync(CancellationToken.None, Rename.With("user0", "Bob")));
        }
    }

    public sealed class OnPostgres() : PreparedWritesTests(DatabaseProvider.PostgreSql)
    {
        [Fact]
        public async Task Changes_that_wait_for_a_lock_leave_connections_to_those_who_read()
        {
            const string Held = "held";
            var read = new PreparedRead<string>("SELECT user_name FROM users WHERE user_name = @p0", row => row.Text(0));
            Task<bool[]> waiting = null!;
            await Host.RunAsync<Storage>(storage => storage.WriteAsync(
                async () =>
                {
                    await storage.LockAsync(Held, CancellationToken.None);
                    waiting = Task.WhenAll(Enumerable.Range(0, 120).Select(_ => TryAsync(PreparedWrite.LockOf(Held), Rename.With("user0", "Ann"))));

                    Assert.Equal("user0", await Host.Services.GetRequiredService<PreparedReads>().FindAsync(read, CancellationToken.None, "user0"));
                    Assert.False(waiting.IsCompleted);
                },
                CancellationToken.None));

            Assert.All(await waiting, Assert.True);
        }
    }
}
