using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Homeserver;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Identity.Homeserver;

/// <summary>A test over a real database and a homeserver in memory, which all processes share.</summary>
public abstract class HomeserverTest(DatabaseProvider engine) : StorageTest(engine)
{
    private protected RecordingHomeserver Homeserver { get; } = new();

    protected override void Change(IServiceCollection services) => services.AddSingleton<IHomeserver>(Homeserver);

    /// <summary>Adds messages as a change does.</summary>
    private protected async Task QueueAsync(Action<HomeserverJobs> queue)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
            () =>
            {
                queue(scope.ServiceProvider.GetRequiredService<HomeserverJobs>());
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    /// <summary>The kinds of the messages about somebody that wait.</summary>
    private protected async Task<IReadOnlyList<string>> WaitingAsync() => await Host.ReadAsync(database =>
        database.Outbox.Where(message => message.CompletedAt == null && message.FailedAt == null && message.SubjectId != null).OrderBy(message => message.Kind).Select(message => message.Kind).ToListAsync());

    private protected Task<OutboxMessage> MessageAsync(string kind) => Host.ReadAsync(database => database.Outbox.SingleAsync(message => message.Kind == kind));

    private protected Task ChangeUserAsync(Guid userId, Action<PortalUser> change) =>
        Host.ChangeAsync(async database => change(await database.Users.SingleAsync(user => user.Id == userId)));

    /// <summary>What the portal says that the homeserver's devices must be.</summary>
    private protected Task<List<string>> DevicesByRightAsync(Guid userId) => Host.ReadAsync(database => database.OAuthSessions
        .Where(session => session.UserId == userId && session.FinishedAt == null && session.DeviceId != null).Select(session => session.DeviceId!).Distinct().OrderBy(id => id).ToListAsync());
}
