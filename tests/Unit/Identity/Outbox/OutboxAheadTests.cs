using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbox;

/// <summary>Messages for the homeserver that were taken before there was room for them.</summary>
public abstract class OutboxAheadTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const int Both = OutboxDelivery.MostAtOnce + OutboxDelivery.MostAhead;

    private readonly FakeHandler _handler = new("patient", OutboxLane.Homeserver);
    private readonly TaskCompletionSource _full = new();
    private readonly TaskCompletionSource _answer = new();
    private int _begun;

    protected override void Change(IServiceCollection services) => services.AddSingleton<IOutboxHandler>(_handler);

    [Fact]
    public async Task Ten_are_on_their_way_ten_wait_and_no_more_are_taken()
    {
        await ArrangeAsync(4 * Both);
        var (working, tooMany, all) = (0, 0, new TaskCompletionSource());
        Hang(async _ =>
        {
            if (Interlocked.Increment(ref working) > OutboxDelivery.MostAtOnce)
            {
                Interlocked.Increment(ref tooMany);
            }

            await _answer.Task;
            Interlocked.Decrement(ref working);
            if (Volatile.Read(ref _begun) == 4 * Both)
            {
                all.TrySetResult();
            }
        });
        using var worker = await StartAsync();

        Assert.Equal(Both, await Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Attempts == 1)));
        Assert.Equal(OutboxDelivery.MostAtOnce, _begun);
        _answer.SetResult();
        await all.Task; // the clock does not move
        await worker.StopAsync(CancellationToken.None);
        Assert.Equal(0, tooMany);
        Assert.All(await MessagesAsync(), message => Assert.Equal((1, true), (message.Attempts, message.CompletedAt is not null)));
    }

    [Fact]
    public async Task The_next_begins_in_the_moment_in_which_one_ends_whatever_the_database_does()
    {
        await ArrangeAsync(Both);
        var next = new TaskCompletionSource();
        Hang(async number =>
        {
            if (number > OutboxDelivery.MostAtOnce)
            {
                next.TrySetResult();
            }

            await _answer.Task;
        });
        using var worker = await StartAsync();

        await Host.ChangeAsync(async database =>
        {
            await database.Database.ExecuteSqlRawAsync(Engine == DatabaseProvider.Sqlite ? "SELECT 1" : "LOCK TABLE outbox IN EXCLUSIVE MODE"); // on SQLite a change keeps out all others
            _answer.SetResult();
            await next.Task;
        });
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_stop_gives_back_those_that_wait_and_costs_them_no_try()
    {
        await ArrangeAsync(Both);
        Hang(_ => _answer.Task);
        using var worker = await StartAsync();

        var stop = worker.StopAsync(CancellationToken.None);
        _answer.SetResult();
        await stop;

        var stored = await MessagesAsync();
        Assert.Equal(OutboxDelivery.MostAtOnce, _begun);
        Assert.Equal(OutboxDelivery.MostAtOnce, stored.Count(message => message.CompletedAt is not null));
        Assert.Equal(OutboxDelivery.MostAhead, stored.Count(message => message.CompletedAt is null && message.Attempts == 0 && message.DueAt == Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_homeserver_that_hangs_costs_those_that_wait_no_try()
    {
        var ids = await ArrangeAsync(Both);
        var all = new TaskCompletionSource();
        _handler.Deliver = async (message, token) =>
        {
            var number = Begin();
            if (number <= OutboxDelivery.MostAtOnce)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }

            if (number == Both)
            {
                all.SetResult();
            }
        };
        using var worker = await StartAsync();
        var hanging = await Host.ReadAsync(database => database.Outbox.Where(message => message.Attempts == 1).MinAsync(message => message.DueAt));

        Clock.Advance(OutboxDelivery.LeaseTime / 2); // they are given back, and taken for another two minutes
        while (await Host.ReadAsync(database => database.Outbox.CountAsync(message => message.DueAt > hanging && message.Attempts == 1)) < OutboxDelivery.MostAhead)
        {
            await Task.Yield();
        }

        Assert.Equal(OutboxDelivery.MostAtOnce, _begun);
        Clock.Advance(OutboxDelivery.LeaseTime / 2 - TimeSpan.FromSeconds(5)); // those on their way are cancelled
        await all.Task;
        await worker.StopAsync(CancellationToken.None);

        var stored = await MessagesAsync();
        Assert.Equal(Both, _begun);
        Assert.Equal(stored.Where(message => message.CompletedAt is not null).Select(message => message.Id).Order(), _handler.Delivered.Order());
        Assert.Equal(OutboxDelivery.MostAhead, _handler.Delivered.Count);
        Assert.All(stored, message => Assert.Equal(1, message.Attempts));
        Assert.Equal(ids.Order(), stored.Select(message => message.Id).Order());
    }

    [Fact]
    public async Task One_whose_lease_is_nearly_over_is_not_begun_but_comes_again()
    {
        await ArrangeAsync(OutboxDelivery.MostAtOnce);
        var last = Assert.Single(await ArrangeAsync(1));
        Hang(_ => _answer.Task);
        using var worker = await StartAsync();
        var taken = (await ReadAsync(last)).DueAt;

        Clock.Jump(OutboxDelivery.LeaseTime - TimeSpan.FromSeconds(6)); // the process stood still
        _answer.SetResult();
        await UntilAsync(() => _handler.Delivered.Contains(last));
        await worker.StopAsync(CancellationToken.None);

        var stored = await ReadAsync(last);
        Assert.Equal(1, stored.Attempts);
        Assert.True(stored.DueAt > taken); // another lease
        Assert.Single(_handler.Delivered, last);
    }

    [Fact]
    public async Task Another_message_about_a_person_waits_for_the_one_that_was_taken_ahead()
    {
        var alice = Guid.CreateVersion7(Clock.GetUtcNow());
        await ArrangeAsync(OutboxDelivery.MostAtOnce);
        var first = Assert.Single(await ArrangeAsync(1, alice));
        Hang(_ => _answer.Task);
        using var worker = await StartAsync();
        var second = Assert.Single(await ArrangeAsync(1, alice));
        var other = Assert.Single(await ArrangeAsync(1));

        Host.Services.GetRequiredService<OutboxSignal>().Set(OutboxLane.Homeserver);
        await UntilAsync(async () => (await ReadAsync(other)).Attempts == 1);

        Assert.Equal((1, 0), ((await ReadAsync(first)).Attempts, (await ReadAsync(second)).Attempts));
        _answer.SetResult();
        await UntilAsync(() => _handler.Delivered.Contains(second));
        await worker.StopAsync(CancellationToken.None);
        Assert.Equal([first, second], _handler.Delivered.Where(id => id == first || id == second));
    }

    [Fact]
    public async Task What_a_worker_took_ahead_that_died_comes_again()
    {
        var ids = await ArrangeAsync(Both);
        await Host.Services.GetRequiredService<OutboxStore>().NoteAndTakeAsync(OutboxLane.Homeserver, [], Both, CancellationToken.None); // and then: kill -9
        Clock.Advance(OutboxDelivery.LeaseTime);

        await Host.DeliverAsync();

        Assert.Equal(ids.Order(), _handler.Delivered.Order());
    }

    [Fact]
    public async Task Nothing_is_taken_ahead_while_a_password_is_checked()
    {
        await ArrangeAsync(Both);
        Hang(_ => _answer.Task);
        using var isChecked = new ManualResetEventSlim();
        var check = Host.Services.GetRequiredService<PasswordGate>().RunAsync(
            () =>
            {
                isChecked.Wait();
                return true;
            },
            CancellationToken.None).AsTask();
        using var worker = Worker();
        await worker.StartAsync(CancellationToken.None);
        await UntilAsync(async () => await LookAsync() == OutboxDelivery.MostAtOnce); // one by one
        for (var look = 0; look < 30; look++)
        {
            Assert.Equal(OutboxDelivery.MostAtOnce, await LookAsync());
        }

        isChecked.Set();
        await check;
        _answer.SetResult();
        await worker.StopAsync(CancellationToken.None);

        Task<int> LookAsync()
        {
            Clock.Advance(TimeSpan.FromMilliseconds(30));
            return Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Attempts > 0));
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Yield();
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Yield();
        }
    }

    private OutboxWorker Worker() => ActivatorUtilities.CreateInstance<OutboxWorker>(Host.Services);

    /// <returns>The number of the delivery.</returns>
    private int Begin()
    {
        var number = Interlocked.Increment(ref _begun);
        if (number == OutboxDelivery.MostAtOnce)
        {
            _full.SetResult();
        }

        return number;
    }

    private void Hang(Func<int, Task> deliver) => _handler.Deliver = (_, _) => deliver(Begin());

    /// <summary>Returns when as many are on their way as may be.</summary>
    private async Task<OutboxWorker> StartAsync()
    {
        var worker = Worker();
        await worker.StartAsync(CancellationToken.None);
        await _full.Task;
        return worker;
    }

    private Task<OutboxMessage> ReadAsync(Guid id) => Host.ReadAsync(database => database.Outbox.SingleAsync(message => message.Id == id));

    private Task<List<OutboxMessage>> MessagesAsync() => Host.ReadAsync(database => database.Outbox.ToListAsync());

    /// <returns>Their ids, which are greater than those before.</returns>
    private async Task<List<Guid>> ArrangeAsync(int count, Guid? subject = null)
    {
        var messages = Enumerable.Range(0, count).Select(_ => OutboxMessage.Create("patient", "{}", Clock.GetUtcNow(), subjectId: subject)).ToList();
        await Host.ArrangeAsync(messages);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        return messages.ConvertAll(message => message.Id);
    }

    public sealed class OnSqlite() : OutboxAheadTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OutboxAheadTests(DatabaseProvider.PostgreSql);
}
