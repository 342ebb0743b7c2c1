using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbox;

/// <summary>Who has a message, for how long, and what a worker that comes back late may still say about it.</summary>
public abstract class OutboxLeaseTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly FakeHandler _handler = new();
    private readonly FakeHandler _patient = new("patient", OutboxLane.Homeserver);

    protected override void Change(IServiceCollection services) => services.AddSingleton<IOutboxHandler>(_handler).AddSingleton<IOutboxHandler>(_patient);

    [Fact]
    public async Task A_delivery_is_cancelled_before_another_worker_may_begin()
    {
        await ArrangeAsync();
        var begun = new TaskCompletionSource();
        _handler.Deliver = (_, token) =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        var delivery = Host.Services.GetRequiredService<OutboxDelivery>().DeliverDueAsync(OutboxLane.Own, CancellationToken.None);
        await begun.Task;

        Clock.Advance(OutboxDelivery.LeaseTime - TimeSpan.FromMilliseconds(1));
        await delivery;

        Assert.Equal((1, "TaskCanceledException"), await Host.ReadAsync(async database =>
        {
            var message = await database.Outbox.SingleAsync();
            return (message.Attempts, message.Error);
        }));
    }

    [Fact]
    public async Task A_failure_of_a_worker_that_is_late_changes_nothing_for_the_one_that_has_the_message_now()
    {
        await ArrangeAsync();
        var (begun, stuck) = (new TaskCompletionSource(), new TaskCompletionSource());
        _handler.Deliver = async (_, _) =>
        {
            begun.TrySetResult();
            await stuck.Task;
            throw new IOException("late");
        };
        var late = Host.DeliverAsync();
        await begun.Task;
        Clock.Advance(OutboxDelivery.LeaseTime);
        _handler.Deliver = (_, _) => Task.CompletedTask;
        await Host.DeliverAsync();

        stuck.SetResult();
        await late;

        var message = await Host.ReadAsync(database => database.Outbox.SingleAsync());
        Assert.NotNull(message.CompletedAt);
        Assert.Null(message.Error);
        Assert.Null(message.FailedAt);
    }

    [Fact]
    public async Task A_message_that_kills_every_worker_is_given_up_too()
    {
        await ArrangeAsync();
        for (var attempt = 0; attempt < OutboxMessage.MaxAttempts; attempt++)
        {
            await Host.ChangeAsync(async database => (await database.Outbox.SingleAsync()).Lease(Clock.GetUtcNow(), OutboxDelivery.LeaseTime)); // and then: kill -9
            Clock.Advance(OutboxDelivery.LeaseTime);
        }

        await Host.DeliverAsync();

        Assert.Empty(_handler.Delivered);
        Assert.NotNull((await Host.ReadAsync(database => database.Outbox.SingleAsync())).FailedAt);
    }

    [Fact]
    public async Task A_stop_costs_a_message_no_try()
    {
        await ArrangeAsync();
        using var stop = new CancellationTokenSource();
        _handler.Deliver = async (_, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        };

        await Host.Services.GetRequiredService<OutboxDelivery>().DeliverDueAsync(OutboxLane.Own, stop.Token);

        Assert.Equal(0, (await Host.ReadAsync(database => database.Outbox.SingleAsync())).Attempts);
    }

    [Fact]
    public async Task A_worker_takes_no_more_than_it_can_deliver_at_once()
    {
        await Host.ArrangeAsync(Enumerable.Range(0, 40).Select(_ => OutboxMessage.Create("test", "{}", Clock.GetUtcNow())));
        var (full, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (working, most, answered) = (0, 0, 0);
        var all = new TaskCompletionSource();
        _handler.Deliver = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref working));
            if (working == OutboxDelivery.MostAtOnce)
            {
                full.TrySetResult();
            }

            await answer.Task;
            Interlocked.Decrement(ref working);
            if (Interlocked.Increment(ref answered) == 40)
            {
                all.TrySetResult();
            }
        };
        using var worker = ActivatorUtilities.CreateInstance<OutboxWorker>(Host.Services);
        await worker.StartAsync(CancellationToken.None);
        await full.Task;

        Assert.Equal(OutboxDelivery.MostAtOnce, await Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Attempts == 1)));
        answer.SetResult();
        await all.Task; // the clock does not move: each that ends makes room for the next
        await worker.StopAsync(CancellationToken.None);
        Assert.Equal(OutboxDelivery.MostAtOnce, most);
    }

    [Fact]
    public async Task While_somebody_waits_for_a_password_to_be_checked_what_can_wait_goes_one_by_one()
    {
        await Host.ArrangeAsync(Enumerable.Range(0, 3).Select(_ => OutboxMessage.Create("patient", "{}", Clock.GetUtcNow())));
        var (first, all, begun) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        _patient.Deliver = (_, _) =>
        {
            first.TrySetResult();
            if (Interlocked.Increment(ref begun) == 3)
            {
                all.TrySetResult();
            }

            return Task.CompletedTask;
        };
        using var checkedAt = new ManualResetEventSlim();
        var check = Host.Services.GetRequiredService<PasswordGate>().RunAsync(
            () =>
            {
                checkedAt.Wait();
                return true;
            },
            CancellationToken.None).AsTask();
        using var worker = ActivatorUtilities.CreateInstance<OutboxWorker>(Host.Services);
        await worker.StartAsync(CancellationToken.None);
        await first.Task;

        Assert.Equal(1, await Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Attempts == 1 || message.CompletedAt != null))); // the clock does not move
        checkedAt.Set();
        await check;
        while (!all.Task.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(30));
            await Task.Yield();
        }

        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_being_delivered()
    {
        await ArrangeAsync();
        var (begun, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        _handler.Deliver = (_, _) =>
        {
            begun.SetResult();
            return answer.Task;
        };
        using var worker = ActivatorUtilities.CreateInstance<OutboxWorker>(Host.Services);
        await worker.StartAsync(CancellationToken.None);
        await begun.Task;

        var stopping = worker.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        answer.SetResult();
        await stopping;

        Assert.NotNull((await Host.ReadAsync(database => database.Outbox.SingleAsync())).CompletedAt);
    }

    [Theory]
    [InlineData(HomeserverJobs.ProvisionKind)]
    [InlineData(HomeserverJobs.SyncDevicesKind)]
    [InlineData(HomeserverJobs.DeleteKind)]
    public async Task A_homeserver_that_hangs_holds_up_no_mail(string kind)
    {
        await using var scope = Host.Services.CreateAsyncScope();

        Assert.Equal(OutboxLane.Homeserver, scope.ServiceProvider.GetServices<IOutboxHandler>().Single(handler => handler.Kind == kind).Lane);
    }

    private Task ArrangeAsync() => Host.ArrangeAsync(OutboxMessage.Create("test", "{}", Clock.GetUtcNow()));

    public sealed class OnSqlite() : OutboxLeaseTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OutboxLeaseTests(DatabaseProvider.PostgreSql);
}
