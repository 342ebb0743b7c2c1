using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Control;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.Unit.Identity.Accounts.Registration;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>A homeserver that breaks in every way, over HTTP, while people come and go: afterwards it has what the portal has (homeserver contract, sections 4 and 11, line 14).</summary>
/// <remarks>Each test writes down how many messages there were, and how many requests they took (docs/operators/synapse.md, "When the homeserver is away").</remarks>
public abstract class HomeserverOutageTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string AnotherDevice = $"{MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}ANOTHER";
    private static readonly TimeSpan LongerThanAnyRequest = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, string?> _settings = new(ARegistration.Open)
    {
        ["Portal:Matrix:Kind"] = "Synapse",
        ["Portal:Matrix:ServerName"] = "example.org",
        ["Portal:Matrix:Secret"] = "the-secret-that-both-know",
        ["Portal:Account:DeletionWindow"] = "00:00:00",
    };

    private FakeSynapse _synapse = null!;
    private ARegistration _registration = null!;

    protected override Dictionary<string, string?> Settings => _settings;

    public override async ValueTask InitializeAsync()
    {
        _synapse = await FakeSynapse.StartAsync();
        _settings["Portal:Matrix:Endpoint"] = _synapse.Address.AbsoluteUri;
        await base.InitializeAsync();
        _registration = new ARegistration(Host);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _synapse.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(FaultKind.Status, false, 500)]
    [InlineData(FaultKind.Status, true, 502)]
    [InlineData(FaultKind.Hang, false, 0)]
    [InlineData(FaultKind.Hang, true, 0)]
    [InlineData(FaultKind.Cut, false, 0)]
    [InlineData(FaultKind.Cut, true, 0)]
    [InlineData(FaultKind.HalfAnswer, true, 0)]
    [InlineData(FaultKind.Garbage, false, 200)]
    [InlineData(FaultKind.Garbage, true, 404)]
    public async Task Line_14_After_an_hour_of_any_fault_the_homeserver_has_what_the_portal_has(FaultKind kind, bool isAfterTheDeed, int status)
    {
        var (signsOut, isLocked, leaves, comesBack) = (await RegisterAsync("signs-out"), await RegisterAsync("is-locked"), await RegisterAsync("leaves"), await RegisterAsync("comes-back"));
        foreach (var app in (AnApp[])[signsOut, isLocked, leaves])
        {
            await app.SignInAsync();
        }

        var tokens = await comesBack.SignInAsync();
        await Host.DeliverAsync();
        await SeeEqualAsync();
        _synapse.Faults.Add(new Fault(kind) { IsAfterTheDeed = isAfterTheDeed, Status = status });

        await Host.RunAsync<AccountSessions>(sessions => sessions.EndAllAsync(signsOut.User.Id, CancellationToken.None));
        await Host.RunAsync<AccountLocking, bool>(locking => locking.LockAsync(isLocked.User.Id, CancellationToken.None));
        await Host.RunAsync<AccountDeletion, DeletionOutcome>(
            deletion => deletion.RequestAsync(A.Person(leaves.User, leaves.Browser), "@leaves:example.org", erase: true, A.Requester(), CancellationToken.None));
        await comesBack.RevokeAsync(tokens.AccessToken);
        Assert.Equal("server_error", (await WhileTimePassesAsync(comesBack.ExchangeAsync(await comesBack.ConsentAsync(AnotherDevice)))).Error?.Code);
        for (var minutes = 0; minutes < 60; minutes += 5)
        {
            await WhileTimePassesAsync(Host.DeliverAsync());
            Clock.Advance(TimeSpan.FromMinutes(5));
        }

        var newcomer = await _registration.StoreAsync("newcomer", "newcomer@example.org", verified: true);
        Assert.IsType<FinishOutcome.HomeserverAway>(await WhileTimePassesAsync(_registration.FinishAsync(newcomer)));
        Assert.NotEmpty(await DifferencesAsync());
        _synapse.Faults.Clear();
        await comesBack.SignInAsync(AnotherDevice);
        Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(newcomer));
        await DeliverTheRestAsync();

        await SeeEqualAsync();
        Assert.All(_synapse.Users, user => Assert.Equal(1, user.EmailChanges)); // told again and again, and never to another effect
        Assert.Equal((true, true), (_synapse.Find("is-locked")!.IsLocked, _synapse.Find("leaves")!.IsErased));
        Assert.Equal(["ANOTHER"], _synapse.Find("comes-back")!.DeviceIds);
    }

    [Fact]
    public async Task Line_14_An_hour_away_and_a_hundred_people_who_came_and_went_meanwhile()
    {
        const int People = 100;
        var users = Enumerable.Range(0, People).Select(number => A.User(string.Create(CultureInfo.InvariantCulture, $"person{number}"))).ToList();
        await Host.ArrangeAsync(users.SelectMany(user => (object[])[user, A.Email(user, user.UserName + "@example.org")]));
        _synapse.Faults.Add(new Fault(FaultKind.Cut));

        // Each registers, and signs out twice.
        for (var minute = 0; minute < 60; minute += 5)
        {
            foreach (var user in users.Where((_, index) => index % 12 == minute / 5))
            {
                await QueueAsync(jobs =>
                {
                    jobs.Provision(user.Id, isNew: true);
                    jobs.SyncDevices(user.Id);
                    jobs.SyncDevices(user.Id);
                });
            }

            await Host.DeliverAsync();
            Clock.Advance(TimeSpan.FromMinutes(5));
        }

        var before = _synapse.Requests.All.Count;
        _synapse.Faults.Clear();
        await DeliverTheRestAsync();

        await SeeEqualAsync();
        Assert.Equal(People, _synapse.Requests.To("provision_user").Count(request => request.Status == 201));
        TestContext.Current.TestOutputHelper?.WriteLine($"{3 * People} messages of {People} people: {before} requests while the homeserver was away, {_synapse.Requests.All.Count - before} afterwards");
    }

    /// <summary>Somebody with an address, whom the homeserver does not know yet.</summary>
    private async Task<AnApp> RegisterAsync(string name)
    {
        var app = await AnApp.ArrangeAsync(Host, username: name);
        await Host.ArrangeAsync(A.Email(app.User, name + "@example.org"));
        await QueueAsync(jobs => jobs.Provision(app.User.Id, isNew: true));
        return app;
    }

    private Task QueueAsync(Action<HomeserverJobs> queue) => Host.RunAsync<IServiceProvider>(services => services.GetRequiredService<Storage>().WriteAsync(
        () =>
        {
            queue(services.GetRequiredService<HomeserverJobs>());
            return Task.CompletedTask;
        },
        CancellationToken.None));

    /// <summary>Lets the time go by for whoever waits for a homeserver that hangs.</summary>
    private async Task<T> WhileTimePassesAsync<T>(Task<T> work)
    {
        await WhileTimePassesAsync((Task)work);
        return await work;
    }

    /// <inheritdoc cref="WhileTimePassesAsync{T}(Task{T})"/>
    private async Task WhileTimePassesAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            var (hanging, before) = _synapse.Hangs;
            if (hanging > 0)
            {
                Clock.Advance(LongerThanAnyRequest);
                while (_synapse.Hangs.Before < before + hanging)
                {
                    await Task.Yield();
                }
            }

            await Task.Yield();
        }

        await work;
    }

    /// <summary>What waits for its time, and what was given up and is tried once an hour.</summary>
    private async Task DeliverTheRestAsync()
    {
        for (var hours = 0; hours < 2; hours++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            await Host.Services.GetRequiredService<HomeserverCatchUp>().ApplyAsync(CancellationToken.None);
            await Host.DeliverAsync();
        }
    }

    private async Task SeeEqualAsync() => Assert.Empty(await DifferencesAsync());

    private Task<IReadOnlyList<string>> DifferencesAsync() => Host.ReadAsync(async database =>
    {
        await database.Database.OpenConnectionAsync();
        return await HomeserverComparison.DifferencesAsync(database.Database.GetDbConnection(), _synapse.Read(users => users.Select(UserView.Of).ToArray()));
    });

    public sealed class OnSqlite() : HomeserverOutageTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : HomeserverOutageTests(DatabaseProvider.PostgreSql);
}
