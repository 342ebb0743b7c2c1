using Microsoft.EntityFrameworkCore;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>What the messages for the homeserver do when their turn has come (homeserver contract, sections 3 and 11).</summary>
public abstract class HomeserverJobTests(DatabaseProvider engine) : HomeserverTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Line_3_Provisioning_always_says_whether_the_account_is_locked_and_gives_every_address_in_lower_case()
    {
        await Host.ArrangeAsync(A.Email(_app.User, "Second@example.org"), A.Email(_app.User, "first@example.org"));
        await ChangeUserAsync(_app.User.Id, user => user.Lock(Clock.GetUtcNow()));

        await QueueAsync(jobs => jobs.Provision(_app.User.Id));
        await Host.DeliverAsync();

        var told = Assert.Single(Homeserver.CallsOf(nameof(IHomeserver.ProvisionUserAsync))).User!;
        Assert.True(told.IsLocked);
        Assert.Equal(["first@example.org", "second@example.org"], told.Emails);
        Assert.Equal(("alice", Ulid.Encode(_app.User.Id)), (told.Username, told.Subject));
    }

    [Fact]
    public async Task Line_3_Somebody_without_addresses_has_an_empty_list_of_them()
    {
        await QueueAsync(jobs => jobs.Provision(_app.User.Id));
        await Host.DeliverAsync();

        var told = Assert.Single(Homeserver.CallsOf(nameof(IHomeserver.ProvisionUserAsync))).User!;
        Assert.Equal([], told.Emails!);
        Assert.False(told.IsLocked);
    }

    [Fact]
    public async Task Line_4_A_display_name_is_told_of_a_new_account_only_because_people_change_it_elsewhere_too()
    {
        await ChangeUserAsync(_app.User.Id, user => user.Rename("Alice Liddell"));

        await QueueAsync(jobs => jobs.Provision(_app.User.Id, isNew: true));
        await Host.DeliverAsync();
        await QueueAsync(jobs => jobs.Provision(_app.User.Id));
        await Host.DeliverAsync();

        Assert.Equal(["Alice Liddell", null], Homeserver.CallsOf(nameof(IHomeserver.ProvisionUserAsync)).Select(call => call.User!.DisplayName));
    }

    [Fact]
    public async Task Line_4_A_name_that_was_changed_there_stays_if_the_message_about_the_new_account_comes_again()
    {
        await ChangeUserAsync(_app.User.Id, user => user.Rename("Alice Liddell"));
        Homeserver.After = call => call.Method == nameof(IHomeserver.ProvisionUserAsync) ? throw new HomeserverException("The answer got lost.") : Task.CompletedTask;
        await QueueAsync(jobs => jobs.Provision(_app.User.Id, isNew: true));
        await Host.DeliverAsync();
        Assert.Equal("Alice Liddell", Homeserver["alice"]!.DisplayName);

        Homeserver.After = _ => Task.CompletedTask;
        await Homeserver.SetDisplayNameAsync("alice", "Alice", CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Host.DeliverAsync();

        Assert.Equal("Alice", Homeserver["alice"]!.DisplayName);
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task Line_5_After_provisioning_the_devices_follow()
    {
        await QueueAsync(jobs => jobs.Provision(_app.User.Id));

        await Host.DeliverAsync();

        Assert.Equal([nameof(IHomeserver.ProvisionUserAsync), nameof(IHomeserver.SyncDevicesAsync)], Homeserver.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task Line_6_Every_device_of_an_active_session_is_told_once_in_whichever_spelling_its_scope_is()
    {
        Homeserver.Add("alice", "OLD", "STABLE1234");
        await Host.ArrangeAsync(
            Session($"{MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}STABLE1234"),
            Session($"{MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}STABLE1234"),
            Session($"{MatrixScopes.UnstableApi} {MatrixScopes.UnstableDevicePrefix}UNSTABLE12"),
            Session(MatrixScopes.StableApi),
            Ended(Session($"{MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}ENDED12345")));

        await QueueAsync(jobs => jobs.SyncDevices(_app.User.Id));
        await Host.DeliverAsync();

        Assert.Equal(["STABLE1234", "UNSTABLE12"], Assert.Single(Homeserver.CallsOf(nameof(IHomeserver.SyncDevicesAsync))).Devices);
        Assert.Equal(["STABLE1234", "UNSTABLE12"], Homeserver["alice"]!.Devices.Keys.Order());
    }

    [Fact]
    public async Task Devices_of_somebody_of_whom_the_homeserver_has_never_heard_wait_for_no_other_message()
    {
        await ChangeUserAsync(_app.User.Id, user => user.Rename("Alice Liddell"));
        await Host.ArrangeAsync(Session(A.MatrixScope));

        await QueueAsync(jobs => jobs.SyncDevices(_app.User.Id));
        await Host.DeliverAsync();

        Assert.Equal([A.DeviceId], Homeserver["alice"]!.Devices.Keys);
        Assert.Equal("Alice Liddell", Homeserver["alice"]!.DisplayName);
    }

    [Theory]
    [InlineData(HomeserverJobs.ProvisionKind)]
    [InlineData(HomeserverJobs.SyncDevicesKind)]
    [InlineData(HomeserverJobs.DeleteKind)]
    public async Task Line_15_A_message_about_nobody_is_given_up_at_once(string kind)
    {
        var nobody = Guid.CreateVersion7(Clock.GetUtcNow());
        await QueueAsync(jobs => Queue(jobs, kind, nobody));

        await Host.DeliverAsync();

        var message = await MessageAsync(kind);
        Assert.Equal((1, "There is no such user."), (message.Attempts, message.Error));
        Assert.NotNull(message.FailedAt);
        Assert.Empty(Homeserver.Calls);
    }

    [Fact]
    public async Task Who_is_deleted_is_neither_made_nor_synchronised_into_existence()
    {
        await ChangeUserAsync(_app.User.Id, user => user.Deactivate(Clock.GetUtcNow()));
        await QueueAsync(jobs =>
        {
            jobs.Provision(_app.User.Id);
            jobs.SyncDevices(_app.User.Id);
        });

        await Host.DeliverAsync();

        Assert.Null(Homeserver["alice"]);
        Assert.Empty(await WaitingAsync());
        Assert.False(await Host.ReadAsync(database => database.Outbox.AnyAsync(message => message.FailedAt != null)));
    }

    [Fact]
    public async Task Who_is_deleted_loses_devices_that_are_left()
    {
        Homeserver.Add("alice", "LEFTOVER12");
        await ChangeUserAsync(_app.User.Id, user => user.RequestDeletion(erase: false, TimeSpan.FromDays(7), Clock.GetUtcNow()));

        await QueueAsync(jobs => jobs.SyncDevices(_app.User.Id));
        await Host.DeliverAsync();

        Assert.Empty(Homeserver["alice"]!.Devices);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deletion_says_whether_messages_shall_be_hidden(bool erase)
    {
        Homeserver.Add("alice", A.DeviceId);
        await ChangeUserAsync(_app.User.Id, user =>
        {
            user.RequestDeletion(erase, TimeSpan.Zero, Clock.GetUtcNow());
            user.FinishDeletion();
        });

        await QueueAsync(jobs => jobs.Delete(_app.User.Id));
        await Host.DeliverAsync();

        Assert.Equal((true, erase), (Homeserver["alice"]!.IsDeleted, Homeserver["alice"]!.IsErased));
    }

    [Fact]
    public async Task A_deletion_that_was_undone_or_can_still_be_is_told_to_nobody()
    {
        Homeserver.Add("alice");
        await QueueAsync(jobs => jobs.Delete(_app.User.Id));
        await Host.DeliverAsync();

        await ChangeUserAsync(_app.User.Id, user => user.RequestDeletion(erase: true, TimeSpan.FromDays(7), Clock.GetUtcNow()));
        await QueueAsync(jobs => jobs.Delete(_app.User.Id));
        await Host.DeliverAsync();

        Assert.Empty(Homeserver.Calls);
    }

    [Fact]
    public async Task A_deletion_of_somebody_whom_the_homeserver_never_had_is_done()
    {
        await ChangeUserAsync(_app.User.Id, user => user.Deactivate(Clock.GetUtcNow()));

        await QueueAsync(jobs => jobs.Delete(_app.User.Id));
        await Host.DeliverAsync();

        Assert.NotNull((await MessageAsync(HomeserverJobs.DeleteKind)).CompletedAt);
    }

    [Fact]
    public async Task What_the_homeserver_says_is_kept_for_the_operator()
    {
        Homeserver.BeAway();
        await QueueAsync(jobs => jobs.SyncDevices(_app.User.Id));

        await Host.DeliverAsync();

        Assert.Equal("The homeserver cannot be reached.", (await MessageAsync(HomeserverJobs.SyncDevicesKind)).Error);
    }

    [Fact]
    public async Task Line_14_An_hour_without_a_homeserver_loses_nothing()
    {
        Homeserver.BeAway();
        await Host.ArrangeAsync(Session(A.MatrixScope));
        await QueueAsync(jobs => jobs.Provision(_app.User.Id, isNew: true));
        for (var minute = 0; minute < 60; minute++)
        {
            await Host.DeliverAsync();
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Homeserver.BeBack();
        Clock.Advance(TimeSpan.FromMinutes(45));
        await Host.DeliverAsync();

        Assert.Equal([A.DeviceId], Homeserver["alice"]!.Devices.Keys);
        Assert.Empty(await WaitingAsync());
    }

    [Theory]
    [InlineData(nameof(IHomeserver.ProvisionUserAsync), false)]
    [InlineData(nameof(IHomeserver.ProvisionUserAsync), true)]
    [InlineData(nameof(IHomeserver.SyncDevicesAsync), false)]
    [InlineData(nameof(IHomeserver.SyncDevicesAsync), true)]
    public async Task A_worker_that_dies_before_or_after_any_call_leaves_the_same_state_in_the_end(string method, bool afterwards)
    {
        await Host.ArrangeAsync(Session(A.MatrixScope));
        var dies = true;
        Task Die(HomeserverCall call) => dies && call.Method == method ? throw new InvalidOperationException("kill -9") : Task.CompletedTask;
        Homeserver.Before = (call, _) => afterwards ? Task.CompletedTask : Die(call);
        Homeserver.After = call => afterwards ? Die(call) : Task.CompletedTask;
        await QueueAsync(jobs => jobs.Provision(_app.User.Id, isNew: true));

        await Host.DeliverAsync();
        dies = false;
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Host.DeliverAsync();

        Assert.Equal([A.DeviceId], Homeserver["alice"]!.Devices.Keys);
        Assert.Empty(await WaitingAsync());
    }

    private OAuthSession Session(string scope) =>
        OAuthSession.Begin(_app.Client.Id, _app.User.Id, _app.Browser.Id, A.Scope(scope), "Example/1.0", "192.0.2.1", ManualClock.Start);

    private static OAuthSession Ended(OAuthSession session)
    {
        session.TryFinish(ManualClock.Start);
        return session;
    }

    private static void Queue(HomeserverJobs jobs, string kind, Guid userId)
    {
        switch (kind)
        {
            case HomeserverJobs.ProvisionKind:
                jobs.Provision(userId);
                break;
            case HomeserverJobs.SyncDevicesKind:
                jobs.SyncDevices(userId);
                break;
            default:
                jobs.Delete(userId);
                break;
        }
    }

    public sealed class OnSqlite() : HomeserverJobTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : HomeserverJobTests(DatabaseProvider.PostgreSql);
}
