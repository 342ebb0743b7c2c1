using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbox;

/// <summary>Several messages taken, and several noted, in one change.</summary>
public abstract class OutboxBatchTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Stuck = "{\"Stuck\":true}";

    private readonly FakeHandler _handler = new("patient", OutboxLane.Homeserver);

    private OutboxStore Store => Host.Services.GetRequiredService<OutboxStore>();

    protected override void Change(IServiceCollection services) => services.AddSingleton<IOutboxHandler>(_handler);

    [Fact]
    public async Task Of_each_subject_the_oldest_is_taken()
    {
        var (alice, bob) = (NewId(), NewId());
        Guid[] expected = [await ArrangeAsync(alice), await ArrangeAsync(bob), await ArrangeAsync(), await ArrangeAsync()];
        await ArrangeAsync(bob);
        await ArrangeAsync(alice);

        Assert.Equal(expected, IdsOf(await TakeAsync()));
        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task No_more_are_taken_than_there_is_room_for()
    {
        Guid[] messages = [await ArrangeAsync(), await ArrangeAsync(), await ArrangeAsync()];

        Assert.Equal(messages[..2], IdsOf(await TakeAsync(most: 2)));
        Assert.Equal(messages[2..], IdsOf(await TakeAsync(most: 2)));
    }

    [Fact]
    public async Task The_next_of_a_subject_is_taken_in_the_change_that_notes_the_one_before()
    {
        var alice = NewId();
        var (first, second) = (await ArrangeAsync(alice), await ArrangeAsync(alice));
        var taken = await TakeAsync();
        Assert.Equal([first], IdsOf(taken));

        Assert.Equal([second], IdsOf(await TakeAsync([.. taken.Select(message => new OutboxOutcome(message))])));
    }

    [Fact]
    public async Task Each_is_noted_for_what_became_of_it()
    {
        var (delivered, failed, stopped, late, overtaken) = (await ArrangeAsync(), await ArrangeAsync(), await ArrangeAsync(), await ArrangeAsync(), await ArrangeAsync());
        var taken = (await TakeAsync()).ToDictionary(message => message.Id);
        Clock.Advance(OutboxDelivery.LeaseTime);
        await Host.ChangeAsync(async database =>
        {
            foreach (var message in await database.Outbox.Where(message => message.Id == late || message.Id == overtaken).ToListAsync())
            {
                message.Lease(Clock.GetUtcNow(), OutboxDelivery.LeaseTime); // another worker has them by now
            }
        });

        await TakeAsync(
            [
                new(taken[delivered]),
                new(taken[failed], (stored, now) => stored.Retry("says no", now)),
                new(taken[stopped], (stored, now) => stored.GiveBack(now)),
                new(taken[late], (stored, now) => stored.Retry("late", now)),
                new(taken[overtaken]),
            ],
            most: 0);

        var stored = await Host.ReadAsync(database => database.Outbox.ToDictionaryAsync(message => message.Id));
        Assert.Equal([delivered, overtaken], stored.Values.Where(message => message.CompletedAt == Clock.GetUtcNow()).Select(message => message.Id).Order());
        Assert.Equal((1, "says no"), (stored[failed].Attempts, stored[failed].Error));
        Assert.Equal((0, Clock.GetUtcNow()), (stored[stopped].Attempts, stored[stopped].DueAt));
        Assert.Equal((2, null), (stored[late].Attempts, stored[late].Error));
    }

    [Fact]
    public async Task What_a_worker_took_that_died_comes_again_and_all_of_it()
    {
        for (var count = 0; count < OutboxDelivery.MostAtOnce; count++)
        {
            await ArrangeAsync(NewId());
        }

        var taken = await TakeAsync(); // and then: kill -9
        await Host.DeliverAsync();
        Assert.Empty(_handler.Delivered);
        Clock.Advance(OutboxDelivery.LeaseTime);

        await Host.DeliverAsync();

        Assert.Equal(IdsOf(taken).Order(), _handler.Delivered.Order());
    }

    [Fact]
    public async Task Two_workers_at_once_deliver_each_message_once_and_those_of_a_subject_one_after_the_other()
    {
        const int Subjects = 12;
        const int Each = 5;
        var (order, busy) = (new ConcurrentDictionary<Guid, ConcurrentQueue<Guid>>(), new ConcurrentDictionary<Guid, bool>());
        var (overlaps, all) = (0, new TaskCompletionSource());
        _handler.Deliver = async (message, _) =>
        {
            var subject = message.SubjectId!.Value;
            if (!busy.TryAdd(subject, true))
            {
                Interlocked.Increment(ref overlaps);
            }

            order.GetOrAdd(subject, _ => new()).Enqueue(message.Id);
            await Task.Yield();
            busy.TryRemove(subject, out bool _);
            if (order.Values.Sum(messages => messages.Count) == Subjects * Each)
            {
                all.TrySetResult();
            }
        };
        var subjects = Enumerable.Range(0, Subjects).Select(_ => NewId()).ToList();
        for (var number = 0; number < Each; number++)
        {
            await Host.ArrangeAsync(subjects.Select(subject => NewMessage(subject, Clock.GetUtcNow())));
            Clock.Advance(TimeSpan.FromMilliseconds(1)); // ids begin with the time
        }

        var processes = Processes().Distinct().ToList(); // on SQLite it is one
        var workers = processes.ConvertAll(process => ActivatorUtilities.CreateInstance<OutboxWorker>(process.Services));
        await Task.WhenAll(workers.Select(worker => worker.StartAsync(CancellationToken.None)));
        while (!all.Task.IsCompleted)
        {
            processes.ForEach(process => process.Services.GetRequiredService<OutboxSignal>().Set()); // one looks again for what the other has noted; the clock does not move
            await Task.Yield();
        }

        foreach (var worker in workers)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        foreach (var other in processes.Where(process => process != Host))
        {
            await other.DisposeAsync();
        }

        Assert.Equal(0, overlaps);
        Assert.All(order.Values, messages => Assert.Equal(messages.Distinct().Order(), messages));
        Assert.Equal(Subjects * Each, _handler.Delivered.Count);
        Assert.All(await Host.ReadAsync(database => database.Outbox.ToListAsync()), message => Assert.Equal((1, true), (message.Attempts, message.CompletedAt is not null)));
    }

    [Fact]
    public async Task One_that_is_slow_holds_up_none_of_the_others()
    {
        var slow = await ArrangeAsync();
        for (var count = 0; count < 3 * OutboxDelivery.MostAtOnce; count++)
        {
            await ArrangeAsync();
        }

        var (answer, others, delivered) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        _handler.Deliver = (message, _) =>
        {
            if (message.Id == slow)
            {
                return answer.Task;
            }

            if (Interlocked.Increment(ref delivered) == 3 * OutboxDelivery.MostAtOnce)
            {
                others.SetResult();
            }

            return Task.CompletedTask;
        };
        using var worker = ActivatorUtilities.CreateInstance<OutboxWorker>(Host.Services);
        await worker.StartAsync(CancellationToken.None);

        await others.Task; // the clock does not move
        answer.SetResult();
        await worker.StopAsync(CancellationToken.None);
        Assert.False(await Host.ReadAsync(database => database.Outbox.AnyAsync(message => message.CompletedAt == null)));
    }

    [Fact]
    public async Task One_that_cannot_be_noted_costs_the_others_nothing_and_comes_again_when_its_lease_is_over()
    {
        await ArrangeAsync();
        await ArrangeAsync();
        var stuck = await ArrangeAsync(payload: Stuck);
        await ForbidNoteAsync();
        var (begun, all, answer) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        _handler.Deliver = (_, _) =>
        {
            if (Interlocked.Increment(ref begun) == 3)
            {
                all.SetResult();
            }

            return answer.Task;
        };
        using (var worker = ActivatorUtilities.CreateInstance<OutboxWorker>(Host.Services))
        {
            await worker.StartAsync(CancellationToken.None);
            await all.Task;
            answer.SetResult();
            await worker.StopAsync(CancellationToken.None);
        }

        Assert.Equal([stuck], await Host.ReadAsync(database => database.Outbox.Where(message => message.CompletedAt == null).Select(message => message.Id).ToListAsync()));
        Assert.Empty(await TakeAsync());
        Clock.Advance(OutboxDelivery.LeaseTime);
        Assert.Equal([stuck], IdsOf(await TakeAsync()));
    }

    [Fact]
    public async Task A_stop_notes_what_was_delivered_and_gives_back_the_rest()
    {
        for (var count = 0; count < OutboxDelivery.MostAtOnce; count++)
        {
            await ArrangeAsync();
        }

        var (begun, full, stopping) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        _handler.Deliver = async (_, token) =>
        {
            var number = Interlocked.Increment(ref begun);
            if (number == OutboxDelivery.MostAtOnce)
            {
                full.SetResult();
            }

            await stopping.Task;
            if (number % 2 == 0)
            {
                token.ThrowIfCancellationRequested();
            }
        };
        using var worker = ActivatorUtilities.CreateInstance<OutboxWorker>(Host.Services);
        await worker.StartAsync(CancellationToken.None);
        await full.Task;

        var stop = worker.StopAsync(CancellationToken.None);
        stopping.SetResult();
        await stop;

        var stored = await Host.ReadAsync(database => database.Outbox.ToListAsync());
        Assert.Equal(OutboxDelivery.MostAtOnce / 2, stored.Count(message => message.CompletedAt is not null));
        Assert.Equal(OutboxDelivery.MostAtOnce / 2, stored.Count(message => message.CompletedAt is null && message.Attempts == 0 && message.DueAt == Clock.GetUtcNow()));
    }

    private static OutboxMessage NewMessage(Guid? subject, DateTimeOffset now, string payload = "{}") => OutboxMessage.Create("patient", payload, now, subjectId: subject);

    private static IEnumerable<Guid> IdsOf(IEnumerable<OutboxMessage> messages) => messages.Select(message => message.Id);

    private Guid NewId() => Guid.CreateVersion7(Clock.GetUtcNow());

    private Task<List<OutboxMessage>> TakeAsync(IReadOnlyCollection<OutboxOutcome>? ended = null, int most = OutboxDelivery.MostAtOnce) =>
        Store.NoteAndTakeAsync(OutboxLane.Homeserver, ended ?? [], most, CancellationToken.None);

    /// <returns>Its id, which is greater than those before.</returns>
    private async Task<Guid> ArrangeAsync(Guid? subject = null, string payload = "{}")
    {
        var message = NewMessage(subject, Clock.GetUtcNow(), payload);
        await Host.ArrangeAsync(message);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        return message.Id;
    }

    /// <summary>From now on the database refuses to complete the message with that payload.</summary>
    private Task ForbidNoteAsync() => Host.ChangeAsync(database => database.Database.ExecuteSqlRawAsync(Engine == DatabaseProvider.Sqlite
        ? "CREATE TRIGGER forbid BEFORE UPDATE ON outbox WHEN NEW.completed_at IS NOT NULL AND NEW.payload LIKE '%Stuck%' BEGIN SELECT RAISE(ABORT, 'no'); END"
        : "CREATE FUNCTION forbid() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql; "
            + "CREATE TRIGGER forbid BEFORE UPDATE ON outbox FOR EACH ROW WHEN (NEW.completed_at IS NOT NULL AND NEW.payload LIKE '%Stuck%') EXECUTE FUNCTION forbid()"));

    public sealed class OnSqlite() : OutboxBatchTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OutboxBatchTests(DatabaseProvider.PostgreSql);
}
