using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Homeserver;
using Portal.Identity.Legacy;
using Xunit;

namespace Portal.Tests.Unit.Support;

/// <summary>A test of the legacy login over HTTP, with somebody who is there for this test alone. Like <see cref="StorageTest"/>, each class has two nested ones.</summary>
public abstract class LegacyTest(LegacySite shared) : IAsyncLifetime
{
    private static int _names;
    private PortalUser _alice = null!;

    private protected PortalFactory Site => shared.Site;

    private protected RefusingHomeserver Homeserver => shared.Homeserver;

    private protected LegacyApp App { get; private set; } = null!;

    /// <summary>The person's.</summary>
    private protected string Alice { get; } = NewName();

    /// <summary>As the clock of the portal has it, which tests move on.</summary>
    private protected DateTimeOffset Now => Site.Clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        await shared.StartAsync();
        (Homeserver.Refusal, Homeserver.BeforeDevice) = (null, () => Task.CompletedTask);
        App = new LegacyApp(Site);
        _alice = await Site.PersonAsync(Alice);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected static string NewName() => $"alice{Interlocked.Increment(ref _names)}";

    /// <summary>Another app, at another address.</summary>
    private protected LegacyApp Another() => new(Site);

    /// <summary>The devices of the person, in the order in which the homeserver learned of them.</summary>
    private protected IEnumerable<(string Username, string DeviceId, string? Name)> Devices => Homeserver.Devices.Where(device => device.Username == Alice);

    /// <summary>The only legacy session that the person has.</summary>
    private protected Task<LegacySession> SessionAsync() => Site.ReadAsync(database => database.LegacySessions.SingleAsync(session => session.UserId == _alice.Id));

    private protected Task<int> ActiveAsync() => Site.ReadAsync(database => database.LegacySessions.CountAsync(session => session.UserId == _alice.Id && session.FinishedAt == null));

    /// <summary>How often the homeserver is going to be told all devices of the person.</summary>
    private protected Task<int> SyncsAsync() => Site.ReadAsync(database => database.Outbox.CountAsync(message => message.Kind == HomeserverJobs.SyncDevicesKind && message.Payload.Contains(_alice.Id.ToString())));

    private protected Task<SecurityEvent> NotedAsync() => Site.ReadAsync(database => database.SecurityEvents.SingleAsync(happened => happened.UserId == _alice.Id));

    private protected Task ChangeAliceAsync(Action<PortalUser> change) => Site.ChangeAsync(async database => change(await database.Users.SingleAsync(user => user.Id == _alice.Id)));

    private protected Task UnlockAliceAsync() =>
        Site.ChangeAsync(database => database.Users.Where(user => user.Id == _alice.Id).ExecuteUpdateAsync(user => user.SetProperty(row => row.LockedAt, (DateTimeOffset?)null)));
}
