using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Persistence;

public abstract class StorageTests(DatabaseProvider engine) : StorageTest(engine)
{
    [Fact]
    public async Task A_change_outside_of_WriteAsync_is_refused()
    {
        await Host.RunAsync<PortalDbContext>(async database =>
        {
            database.Add(A.User());

            await Assert.ThrowsAsync<InvalidOperationException>(() => database.SaveChangesAsync());
            Assert.Throws<InvalidOperationException>(() => database.SaveChanges());
        });

        Assert.Equal(0, await CountUsersAsync());
    }

    [Fact]
    public async Task A_change_is_stored_whole_or_not_at_all()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Host.ChangeAsync(async database =>
        {
            database.Add(A.User("alice"));
            await database.SaveChangesAsync();
            database.Add(A.User("bob"));
            throw new NotSupportedException();
        }));

        Assert.Equal(0, await CountUsersAsync());
    }

    [Fact]
    public async Task A_change_that_failed_leaves_nothing_behind_for_the_next_one()
    {
        var called = false;
        await InOneScopeAsync(async (storage, database) =>
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => storage.WriteAsync(
                () =>
                {
                    database.Add(A.User("alice"));
                    storage.AfterCommit(() => called = true);
                    throw new NotSupportedException();
                },
                CancellationToken.None));
            await storage.WriteAsync(
                () =>
                {
                    database.Add(A.User("bob"));
                    return Task.CompletedTask;
                },
                CancellationToken.None);
        });

        Assert.Equal(["bob"], await Host.ReadAsync(database => database.Users.Select(user => user.UserName).ToListAsync()));
        Assert.False(called);
    }

    [Fact]
    public async Task A_change_sees_what_is_stored_not_what_its_scope_read_before()
    {
        var user = A.User();
        await Host.ArrangeAsync(user);

        await InOneScopeAsync(async (storage, database) =>
        {
            await database.Users.SingleAsync();
            await Host.ChangeAsync(async other => (await other.Users.SingleAsync()).Lock(Clock.GetUtcNow()));

            var usable = await storage.WriteAsync(async () => (await database.Users.SingleAsync()).IsUsable, CancellationToken.None);

            Assert.False(usable);
        });
    }

    [Fact]
    public async Task What_comes_after_the_commit_comes_once_and_sees_the_change()
    {
        var seen = new List<int>();

        await InOneScopeAsync(async (storage, database) =>
        {
            await storage.WriteAsync(
                () =>
                {
                    database.Add(A.User());
                    storage.AfterCommit(() => seen.Add(database.Users.Count()));
                    Assert.Empty(seen);
                    return Task.CompletedTask;
                },
                CancellationToken.None);
            await storage.WriteAsync(() => Task.CompletedTask, CancellationToken.None);
        });

        Assert.Equal([1], seen);
    }

    [Fact]
    public async Task A_change_that_lost_a_race_runs_again_and_sees_who_won()
    {
        await Host.ArrangeAsync(A.User(), OutboxMessage.Create("test", "{}", Clock.GetUtcNow()));
        var seen = new List<int>();
        var called = 0;

        await InOneScopeAsync(async (storage, database) => await storage.WriteAsync(
            async () =>
            {
                var message = await database.Outbox.SingleAsync();
                seen.Add(message.Attempts);
                storage.AfterCommit(() => called++);
                if (seen.Count == 1)
                {
                    // Another one gets in between; by a second statement of the same transaction, because SQLite has one writer.
                    await database.Database.ExecuteSqlRawAsync("UPDATE outbox SET attempts = 7");
                    message.Lease(Clock.GetUtcNow(), TimeSpan.FromMinutes(1));
                }
            },
            CancellationToken.None));

        Assert.Equal([0, 0], seen); // rolled back with the rest, so it runs as if for the first time
        Assert.Equal(1, called);
    }

    [Fact]
    public async Task A_value_that_somebody_else_took_makes_the_change_run_again()
    {
        await Host.ArrangeAsync(A.User("alice"));
        var runs = 0;

        await Host.ChangeAsync(database =>
        {
            database.Add(A.User(++runs == 1 ? "alice" : "bob"));
            return Task.CompletedTask;
        });

        Assert.Equal((2, 2), (runs, await CountUsersAsync()));
    }

    [Fact]
    public async Task A_change_that_can_never_be_made_fails_in_the_end()
    {
        await Host.ArrangeAsync(A.User("alice"));

        await Assert.ThrowsAsync<DbUpdateException>(() => Host.ArrangeAsync(A.User("alice")));
    }

    [Fact]
    public async Task A_change_within_a_change_is_part_of_it()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => InOneScopeAsync((storage, database) => storage.WriteAsync(
            async () =>
            {
                await storage.WriteAsync(
                    () =>
                    {
                        database.Add(A.User());
                        return Task.CompletedTask;
                    },
                    CancellationToken.None);
                throw new NotSupportedException();
            },
            CancellationToken.None)));

        Assert.Equal(0, await CountUsersAsync());
    }

    [Fact]
    public async Task Fifty_changes_at_once_are_all_made()
    {
        await AtOnceAsync(50, async (process, number) =>
        {
            await process.ArrangeAsync(A.User($"user{number}"));
            return true;
        });

        Assert.Equal(50, await CountUsersAsync());
    }

    [Fact]
    public async Task A_change_that_is_cancelled_is_not_made()
    {
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InOneScopeAsync((storage, database) => storage.WriteAsync(
            async () =>
            {
                database.Add(A.User());
                await cancellation.CancelAsync();
            },
            cancellation.Token)));

        Assert.Equal(0, await CountUsersAsync());
    }

    private async Task InOneScopeAsync(Func<Storage, PortalDbContext, Task> use)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<Storage>(), scope.ServiceProvider.GetRequiredService<PortalDbContext>());
    }

    private Task<int> CountUsersAsync() => Host.ReadAsync(database => database.Users.CountAsync());

    public sealed class OnSqlite() : StorageTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : StorageTests(DatabaseProvider.PostgreSql);
}
