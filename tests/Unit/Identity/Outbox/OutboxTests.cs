using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Clients.Logos;
using Portal.Identity.Logout;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbox;

public abstract class OutboxTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly FakeHandler _handler = new();
    private readonly FakeHandler _strangers = new("strangers", OutboxLane.Strangers);
    private readonly FakeHandler _awaited = new("awaited", OutboxLane.Awaited);

    protected override void Change(IServiceCollection services) => services.AddSingleton<IOutboxHandler>(_handler).AddSingleton<IOutboxHandler>(_strangers).AddSingleton<IOutboxHandler>(_awaited);

    [Fact]
    public async Task A_message_exists_if_and_only_if_its_change_does()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => WriteAsync(() => throw new NotSupportedException()));
        Assert.Empty(await MessagesAsync());

        await WriteAsync(() => { });
        Assert.Equal(("test", "{\"Number\":1}"), (await MessagesAsync()).Select(message => (message.Kind, message.Payload)).Single());
    }

    [Fact]
    public async Task A_message_is_delivered_once()
    {
        var message = await ArrangeAsync();

        await Host.DeliverAsync();
        await Host.DeliverAsync();

        Assert.Equal([message.Id], _handler.Delivered);
        Assert.Equal(Clock.GetUtcNow(), (await ReadAsync(message)).CompletedAt);
    }

    [Fact]
    public async Task Line_14_A_message_that_fails_is_tried_again_after_5_10_20_seconds_and_so_on_and_a_little_more_eleven_times_in_all()
    {
        var message = await ArrangeAsync();
        var tries = 0;
        _handler.Deliver = (_, _) =>
        {
            tries++;
            throw new TimeoutException("mail.example.org says no to alice@example.org");
        };

        for (var seconds = 5; seconds <= 5 * 512; seconds *= 2)
        {
            await Host.DeliverAsync();
            var wait = (await ReadAsync(message)).DueAt - Clock.GetUtcNow();
            Assert.InRange(wait.TotalSeconds, seconds, seconds * 1.1);
            Clock.Advance(wait - TimeSpan.FromMilliseconds(1));
            await Host.DeliverAsync(); // not yet
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(10, tries);
        await Host.DeliverAsync();
        Clock.Advance(TimeSpan.FromDays(1));
        await Host.DeliverAsync();

        Assert.Equal(11, tries);
        var failed = await ReadAsync(message);
        Assert.NotNull(failed.FailedAt);
        Assert.Equal("TimeoutException", failed.Error); // the operator's to see, so nothing of the message itself
    }

    [Fact]
    public async Task A_message_that_works_the_second_time_is_done()
    {
        var message = await ArrangeAsync();
        _handler.Deliver = (_, _) => throw new IOException();
        await Host.DeliverAsync();
        _handler.Deliver = (_, _) => Task.CompletedTask;
        Clock.Advance(TimeSpan.FromSeconds(6));

        await Host.DeliverAsync();

        var done = await ReadAsync(message);
        Assert.Equal((2, null), (done.Attempts, done.Error));
        Assert.NotNull(done.CompletedAt);
    }

    [Fact]
    public async Task A_message_that_can_never_be_delivered_is_given_up_at_once()
    {
        var message = await ArrangeAsync();
        _handler.Deliver = (_, _) => throw new UndeliverableException("There is no such mailbox.");

        await Host.DeliverAsync();

        var failed = await ReadAsync(message);
        Assert.Equal((1, "There is no such mailbox."), (failed.Attempts, failed.Error));
        Assert.NotNull(failed.FailedAt);
    }

    [Fact]
    public async Task A_kind_that_nobody_delivers_is_given_up()
    {
        var message = await ArrangeAsync("unknown");

        await Host.DeliverAsync();

        Assert.NotNull((await ReadAsync(message)).FailedAt);
    }

    [Fact]
    public async Task One_message_that_fails_does_not_hold_up_the_others()
    {
        var bad = await ArrangeAsync();
        var good = await ArrangeAsync();
        _handler.Deliver = (message, _) => message.Id == bad.Id ? throw new IOException() : Task.CompletedTask;

        await Host.DeliverAsync();

        Assert.Equal([good.Id], _handler.Delivered);
    }

    [Fact]
    public async Task A_message_in_work_is_left_alone_for_two_minutes_and_then_taken_over()
    {
        await ArrangeAsync();
        var (begun, stuck) = (new TaskCompletionSource(), new TaskCompletionSource());
        _handler.Deliver = async (_, _) =>
        {
            begun.SetResult();
            await stuck.Task;
        };
        var first = Host.DeliverAsync();
        await begun.Task;
        _handler.Deliver = (_, _) => Task.CompletedTask;

        await Host.DeliverAsync();
        Assert.Empty(_handler.Delivered);
        Clock.Advance(OutboxDelivery.LeaseTime);
        await Host.DeliverAsync();
        Assert.Single(_handler.Delivered);

        stuck.SetResult();
        await first;
    }

    [Fact]
    public async Task A_killed_process_leaves_its_message_to_the_next_start()
    {
        var message = await ArrangeAsync();
        await Host.ChangeAsync(async database => (await database.Outbox.SingleAsync()).Lease(Clock.GetUtcNow(), OutboxDelivery.LeaseTime)); // and then: kill -9

        await Delivery(Host).ReleaseAllAsync(CancellationToken.None);
        await Host.DeliverAsync();

        Assert.Equal([message.Id], _handler.Delivered);
    }

    [Fact]
    public async Task A_start_does_not_hasten_a_message_that_waits_after_a_failure()
    {
        await ArrangeAsync();
        _handler.Deliver = (_, _) => throw new IOException();
        await Host.DeliverAsync();
        _handler.Deliver = (_, _) => Task.CompletedTask;

        await Delivery(Host).ReleaseAllAsync(CancellationToken.None);
        await Host.DeliverAsync();

        Assert.Empty(_handler.Delivered);
    }

    [Fact]
    public async Task A_stop_frees_every_message_that_was_taken()
    {
        for (var count = 0; count < 10; count++)
        {
            await ArrangeAsync();
        }

        using var stop = new CancellationTokenSource();
        _handler.Deliver = async (_, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await Delivery(Host).DeliverDueAsync(OutboxLane.Own, stop.Token);
            stop.Token.ThrowIfCancellationRequested();
        });

        Assert.All(await MessagesAsync(), message => Assert.Equal(Clock.GetUtcNow(), message.DueAt));
    }

    [Fact]
    public async Task Ten_workers_at_once_deliver_each_message_once()
    {
        var messages = Enumerable.Range(0, 60).Select(_ => OutboxMessage.Create("test", "{}", Clock.GetUtcNow())).ToList();
        await Host.ArrangeAsync(messages);

        await AtOnceAsync(10, async (process, _) =>
        {
            await process.DeliverAsync();
            return true;
        });

        Assert.Equal(messages.Select(message => message.Id).Order(), _handler.Delivered.Order());
        Assert.All(await MessagesAsync(), message => Assert.Equal(1, message.Attempts));
    }

    [Fact]
    public async Task The_worker_delivers_what_is_written_at_once()
    {
        var arrived = new TaskCompletionSource();
        _handler.Deliver = (_, _) =>
        {
            arrived.TrySetResult();
            return Task.CompletedTask;
        };
        using var worker = Worker(Host);
        await worker.StartAsync(CancellationToken.None);

        await WriteAsync(() => { }); // the clock does not move

        await arrived.Task;
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Servers_of_strangers_that_do_not_answer_hold_up_nothing_of_our_own()
    {
        for (var count = 0; count < 30; count++)
        {
            await ArrangeAsync("strangers");
        }

        var (begun, answer, arrived) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        _strangers.Deliver = (_, _) =>
        {
            begun.TrySetResult();
            return answer.Task;
        };
        _handler.Deliver = (_, _) =>
        {
            arrived.TrySetResult();
            return Task.CompletedTask;
        };
        using var worker = Worker(Host);
        await worker.StartAsync(CancellationToken.None);
        await begun.Task;

        await WriteAsync(() => { }); // the clock does not move

        await arrived.Task;
        Assert.Empty(_strangers.Delivered);
        answer.SetResult();
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_somebody_waits_for_does_not_stand_behind_what_is_merely_told()
    {
        for (var count = 0; count < 30; count++)
        {
            await ArrangeAsync();
        }

        var (begun, answer, arrived) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        _handler.Deliver = (_, _) =>
        {
            begun.TrySetResult();
            return answer.Task;
        };
        _awaited.Deliver = (_, _) =>
        {
            arrived.TrySetResult();
            return Task.CompletedTask;
        };
        using var worker = ActivatorUtilities.CreateInstance<OutboxWorker>(Host.Services);
        await worker.StartAsync(CancellationToken.None);
        await begun.Task;

        await WriteAsync(() => { }, "awaited"); // the clock does not move

        await arrived.Task;
        answer.SetResult();
        await worker.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(FetchClientLogo.MessageKind, OutboxLane.Strangers)]
    [InlineData(SendLogoutToken.MessageKind, OutboxLane.Strangers)]
    [InlineData(SendVerificationCode.MessageKind, OutboxLane.Awaited)]
    [InlineData(PrepareRecoveryMails.MessageKind, OutboxLane.Awaited)]
    [InlineData(SendRecoveryLink.MessageKind, OutboxLane.Awaited)]
    [InlineData(SendNotice.MessageKind, OutboxLane.Own)]
    public async Task What_speaks_to_servers_of_strangers_and_what_somebody_waits_for_have_lanes_of_their_own(string kind, OutboxLane lane)
    {
        await using var scope = Host.Services.CreateAsyncScope();

        Assert.Equal(lane, scope.ServiceProvider.GetServices<IOutboxHandler>().Single(handler => handler.Kind == kind).Lane);
    }

    private static OutboxWorker Worker(IdentityHost host) => ActivatorUtilities.CreateInstance<OutboxWorker>(host.Services);

    private static OutboxDelivery Delivery(IdentityHost host) => host.Services.GetRequiredService<OutboxDelivery>();

    private async Task WriteAsync(Action then, string kind = "test")
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<OutboxWriter>();
        await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
            () =>
            {
                outbox.Add(kind, new { Number = 1 });
                then();
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    private async Task<OutboxMessage> ArrangeAsync(string kind = "test")
    {
        var message = OutboxMessage.Create(kind, "{}", Clock.GetUtcNow());
        await Host.ArrangeAsync(message);
        return message;
    }

    private Task<OutboxMessage> ReadAsync(OutboxMessage message) => Host.ReadAsync(database => database.Outbox.SingleAsync(stored => stored.Id == message.Id));

    private Task<List<OutboxMessage>> MessagesAsync() => Host.ReadAsync(database => database.Outbox.ToListAsync());

    public sealed class OnSqlite() : OutboxTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OutboxTests(DatabaseProvider.PostgreSql);
}
