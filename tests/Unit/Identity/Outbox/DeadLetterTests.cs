using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Identity.Homeserver;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbox;

/// <summary>What was given up stays to be seen, and can be tried again: by an operator, and by itself once an hour if it is for the homeserver.</summary>
public abstract class DeadLetterTests(DatabaseProvider engine) : HomeserverTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
        Homeserver.Add("alice", "LEFTOVER12");
    }

    [Fact]
    public async Task Line_14_The_eleventh_failure_is_final_and_visible()
    {
        await GiveUpAsync();

        var letter = Assert.Single(await LettersAsync());
        Assert.Equal((HomeserverJobs.SyncDevicesKind, _app.User.Id, 11), (letter.Kind, letter.SubjectId, letter.Attempts));
        Assert.Equal("The homeserver cannot be reached.", letter.Error);
    }

    [Fact]
    public async Task An_operator_who_has_mended_it_tries_again()
    {
        await GiveUpAsync();
        Homeserver.BeBack();

        Assert.Equal(1, await RetryAsync((await LettersAsync())[0].Id));
        await Host.DeliverAsync();

        Assert.Empty(Homeserver["alice"]!.Devices);
        Assert.Empty(await LettersAsync());
        Assert.Equal(0, await RetryAsync(null));
    }

    [Fact]
    public async Task Trying_again_gives_all_tries_once_more()
    {
        await GiveUpAsync();
        await RetryAsync(null);

        await Host.DeliverAsync();

        Assert.Equal(1, (await MessageAsync(HomeserverJobs.SyncDevicesKind)).Attempts);
    }

    [Fact]
    public async Task What_was_delivered_or_waits_is_not_tried_again()
    {
        await QueueAsync(jobs => jobs.SyncDevices(_app.User.Id));
        Assert.Equal(0, await RetryAsync(null));
        await Host.DeliverAsync();

        Assert.Equal(0, await RetryAsync((await MessageAsync(HomeserverJobs.SyncDevicesKind)).Id));
    }

    [Fact]
    public async Task The_homeserver_is_told_once_an_hour_what_it_did_not_take()
    {
        await GiveUpAsync();

        await CatchUpAsync();
        await Host.DeliverAsync();
        Assert.Single(await LettersAsync()); // one try, and seen again

        Homeserver.BeBack();
        await CatchUpAsync();
        await Host.DeliverAsync();
        Assert.Empty(Homeserver["alice"]!.Devices);
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task What_can_never_be_delivered_and_what_is_not_for_the_homeserver_is_left_alone()
    {
        await QueueAsync(jobs => jobs.SyncDevices(Guid.CreateVersion7(Clock.GetUtcNow())));
        await Host.DeliverAsync();
        var mail = OutboxMessage.Create("send-notice", "{}", Clock.GetUtcNow());
        for (var attempt = 0; attempt < OutboxMessage.MaxAttempts; attempt++)
        {
            mail.Lease(Clock.GetUtcNow(), OutboxDelivery.LeaseTime);
        }

        mail.Retry("IOException", Clock.GetUtcNow());
        await Host.ArrangeAsync(mail);

        await CatchUpAsync();

        Assert.Equal(2, (await LettersAsync()).Count);
    }

    [Fact]
    public async Task Two_processes_that_catch_up_at_once_do_no_harm()
    {
        await GiveUpAsync();
        Homeserver.BeBack();

        await AtOnceAsync(4, async (process, _) =>
        {
            await process.RunAsync<HomeserverCatchUp>(catchUp => catchUp.ApplyAsync(CancellationToken.None));
            await process.DeliverAsync();
            return true;
        });
        await Host.DeliverAsync();

        Assert.Empty(await LettersAsync());
        Assert.Empty(Homeserver["alice"]!.Devices);
    }

    private async Task GiveUpAsync()
    {
        Homeserver.BeAway();
        await QueueAsync(jobs => jobs.SyncDevices(_app.User.Id));
        for (var attempt = 0; attempt < OutboxMessage.MaxAttempts; attempt++)
        {
            await Host.DeliverAsync();
            Clock.Advance(TimeSpan.FromHours(1));
        }
    }

    private Task CatchUpAsync() => Host.RunAsync<HomeserverCatchUp>(catchUp => catchUp.ApplyAsync(CancellationToken.None));

    private Task<IReadOnlyList<OutboxMessage>> LettersAsync() => Host.RunAsync<DeadLetters, IReadOnlyList<OutboxMessage>>(letters => letters.ListAsync(CancellationToken.None));

    private Task<int> RetryAsync(Guid? id) => Host.RunAsync<DeadLetters, int>(letters => letters.RetryAsync(id, CancellationToken.None));

    public sealed class OnSqlite() : DeadLetterTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DeadLetterTests(DatabaseProvider.PostgreSql);
}
