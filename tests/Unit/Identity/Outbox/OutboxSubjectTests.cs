using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbox;

/// <summary>Messages about one subject: one at a time, oldest first, and one for all that ask for the same.</summary>
public abstract class OutboxSubjectTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly Guid Alice = Guid.CreateVersion7(ManualClock.Start);
    private static readonly Guid Bob = Guid.CreateVersion7(ManualClock.Start);

    private readonly FakeHandler _plain = new("plain");
    private readonly FakeHandler _covering = new("covering", OutboxLane.Homeserver, coversOthers: true);

    protected override void Change(IServiceCollection services) => services.AddSingleton<IOutboxHandler>(_plain).AddSingleton<IOutboxHandler>(_covering);

    [Fact]
    public async Task The_oldest_comes_first()
    {
        var messages = new List<Guid>();
        for (var number = 0; number < 5; number++)
        {
            messages.Add(await ArrangeAsync("plain", Alice));
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await Host.DeliverAsync();

        Assert.Equal(messages, _plain.Delivered);
    }

    [Fact]
    public async Task Of_one_subject_one_is_in_work_at_a_time_whoever_works()
    {
        for (var number = 0; number < 20; number++)
        {
            await ArrangeAsync("plain", number % 2 == 0 ? Alice : Bob);
        }

        var working = new ConcurrentDictionary<Guid, int>();
        var most = 0;
        _plain.Deliver = async (message, _) =>
        {
            var now = working.AddOrUpdate(message.SubjectId!.Value, 1, (_, count) => count + 1);
            InterlockedMax(ref most, now);
            await Task.Yield();
            working.AddOrUpdate(message.SubjectId!.Value, 0, (_, count) => count - 1);
        };

        await AtOnceAsync(6, async (process, _) =>
        {
            await process.DeliverAsync();
            return true;
        });
        await Host.DeliverAsync();

        Assert.Equal(1, most);
        Assert.Equal(20, _plain.Delivered.Distinct().Count());
        Assert.Equal(20, _plain.Delivered.Count);
    }

    [Fact]
    public async Task Others_do_not_wait_for_a_subject_that_is_busy()
    {
        await ArrangeAsync("plain", Alice);
        var (begun, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        _plain.Deliver = (message, _) =>
        {
            begun.TrySetResult();
            return message.SubjectId == Alice ? answer.Task : Task.CompletedTask;
        };
        var busy = Host.DeliverAsync();
        await begun.Task;
        await ArrangeAsync("plain", Alice);
        var bobs = await ArrangeAsync("plain", Bob);

        await Host.DeliverAsync();

        Assert.Equal([bobs], _plain.Delivered);
        answer.SetResult();
        await busy;
        await Host.DeliverAsync();
        Assert.Equal(3, _plain.Delivered.Count);
    }

    [Fact]
    public async Task One_that_failed_does_not_hold_up_those_after_it()
    {
        var first = await ArrangeAsync("plain", Alice);
        _plain.Deliver = (message, _) => message.Id == first ? throw new IOException() : Task.CompletedTask;
        await Host.DeliverAsync();
        var second = await ArrangeAsync("plain", Alice);

        await Host.DeliverAsync();

        Assert.Equal([second], _plain.Delivered);
    }

    [Fact]
    public async Task What_waits_for_the_same_is_done_once()
    {
        for (var number = 0; number < 30; number++)
        {
            await ArrangeAsync("covering", Alice);
        }

        await ArrangeAsync("covering", Alice, dueAt: Clock.GetUtcNow() + TimeSpan.FromHours(1)); // and what is due later

        await Host.DeliverAsync();

        Assert.Single(_covering.Delivered);
        Assert.Equal(1, await Host.ReadAsync(database => database.Outbox.CountAsync()));
    }

    [Fact]
    public async Task What_asks_for_something_else_or_about_somebody_else_is_not_covered()
    {
        await ArrangeAsync("covering", Alice, payload: "{\"Other\":true}");
        Clock.Advance(TimeSpan.FromMilliseconds(1)); // ids begin with the time: Bob's is taken while this of Alice's waits
        await ArrangeAsync("covering", Alice);
        await ArrangeAsync("covering", Bob);
        await ArrangeAsync("plain", Alice);
        await ArrangeAsync("plain", Alice);

        await Host.DeliverAsync();

        Assert.Equal((3, 2), (_covering.Delivered.Count, _plain.Delivered.Count));
    }

    [Fact]
    public async Task A_change_during_a_delivery_is_not_covered_by_it()
    {
        var reads = 0;
        await ArrangeAsync("covering", Alice);
        _covering.Deliver = async (_, _) =>
        {
            if (reads++ == 0)
            {
                await ArrangeAsync("covering", Alice); // after the truth was read
            }
        };

        await Host.DeliverAsync();

        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_fresh_message_has_all_its_tries_also_if_it_goes_with_a_tired_one()
    {
        await ArrangeAsync("covering", Alice);
        _covering.Deliver = (_, _) => throw new IOException();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            await Host.DeliverAsync();
            Clock.Advance(TimeSpan.FromHours(1));
        }

        await ArrangeAsync("covering", Alice);
        await Host.DeliverAsync();

        var left = await Host.ReadAsync(database => database.Outbox.SingleAsync());
        Assert.Equal(1, left.Attempts);
    }

    [Fact]
    public async Task A_worker_that_is_late_frees_nothing_that_another_has_in_work()
    {
        await ArrangeAsync("covering", Alice);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var late = await BeginAsync(first);
        Clock.Advance(OutboxDelivery.LeaseTime);
        await ArrangeAsync("covering", Alice); // fresh: the count of tries begins anew
        var other = await BeginAsync(second);

        first.SetException(new IOException());
        await late;
        Clock.Advance(TimeSpan.FromSeconds(30));
        await ArrangeAsync("covering", Alice);
        await Host.DeliverAsync();

        Assert.Empty(_covering.Delivered);
        second.SetResult();
        await other;
        await Host.DeliverAsync();
        Assert.Equal(2, _covering.Delivered.Count);

        async Task<Task> BeginAsync(TaskCompletionSource end)
        {
            var begun = new TaskCompletionSource();
            _covering.Deliver = (_, _) =>
            {
                begun.TrySetResult();
                return end.Task;
            };
            var delivery = Host.DeliverAsync();
            await begun.Task;
            _covering.Deliver = (_, _) => Task.CompletedTask;
            return delivery;
        }
    }

    [Fact]
    public async Task What_was_given_up_is_covered_too()
    {
        await ArrangeAsync("covering", Alice);
        await Host.ChangeAsync(async database => (await database.Outbox.SingleAsync()).Fail("long ago", Clock.GetUtcNow()));
        await ArrangeAsync("covering", Alice);

        await Host.DeliverAsync();

        Assert.NotNull((await Host.ReadAsync(database => database.Outbox.SingleAsync())).CompletedAt);
    }

    [Fact]
    public async Task Changes_beside_deliveries_are_all_seen()
    {
        // Each change counts up; a delivery reads the count. In the end the last delivery has seen the last change.
        var (count, seen) = (0, 0);
        _covering.Deliver = async (_, _) =>
        {
            var truth = Volatile.Read(ref count);
            await Task.Yield();
            InterlockedMax(ref seen, truth);
        };

        await AtOnceAsync(8, async (process, number) =>
        {
            for (var round = 0; round < 5; round++)
            {
                if (number % 2 == 0)
                {
                    Interlocked.Increment(ref count);
                    await process.ArrangeAsync(OutboxMessage.Create("covering", "{}", Clock.GetUtcNow(), subjectId: Alice));
                }
                else
                {
                    await process.DeliverAsync();
                }
            }

            return true;
        });
        await Host.DeliverAsync();

        Assert.Equal(20, seen);
        Assert.False(await Host.ReadAsync(database => database.Outbox.AnyAsync(message => message.CompletedAt == null)));
    }

    private static void InterlockedMax(ref int place, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref place)) < value && Interlocked.CompareExchange(ref place, value, seen) != seen)
        {
        }
    }

    private async Task<Guid> ArrangeAsync(string kind, Guid subject, string payload = "{}", DateTimeOffset? dueAt = null)
    {
        var message = OutboxMessage.Create(kind, payload, Clock.GetUtcNow(), dueAt, subject);
        await Host.ArrangeAsync(message);
        return message.Id;
    }

    public sealed class OnSqlite() : OutboxSubjectTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OutboxSubjectTests(DatabaseProvider.PostgreSql);
}
