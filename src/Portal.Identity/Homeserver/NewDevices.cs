using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Identity.Clients;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Homeserver;

/// <summary>Begins sessions with devices: the homeserver has the device before anybody gets a token for it, and no transaction waits for the homeserver.</summary>
/// <remarks>
/// The change runs twice. At first it finds that it could succeed but for the device, and stores a message that cleans up; then the device is made, while no
/// device sync of the person runs; then the change runs again, stores the session, and takes the message back. Whatever happens between, a refusal, a fault or
/// the end of the process, leaves a message after which the homeserver has the devices that it should have.
/// </remarks>
public sealed partial class NewDevices(
    PortalDbContext database,
    IHomeserver homeserver,
    DeviceLocks locks,
    HomeserverDevices devices,
    HomeserverJobs jobs,
    OutboxWriter outbox,
    IDeviceNaming naming,
    TimeProvider clock,
    ILogger<NewDevices> logger)
{
    /// <summary>When a device is cleaned up of which no session came.</summary>
    public static readonly TimeSpan CleanUpAfter = TimeSpan.FromMinutes(1);

    private static readonly OAuthError Away = OAuthError.ServerError("The homeserver could not make the device. Nothing was used up: try again.");

    /// <summary>Runs a change that begins a session.</summary>
    /// <param name="change">Given the device that is ready, or none; asks for one with <see cref="NeedAsync"/>.</param>
    /// <returns>What the change came to; <c>server_error</c>, and nothing was used up, if the homeserver could not make the device (oauth contract, section 5.4).</returns>
    public async Task<OAuthResult<T>> BeginAsync<T>(Func<NewDevice?, Task<SessionStep<T>>> change, CancellationToken cancellationToken)
    {
        var first = await change(null);
        if (first.Needed is not { } needed)
        {
            return first.Result!;
        }

        await using var turn = await locks.HoldAsync(needed.UserId, cancellationToken);
        var user = await database.Users.AsNoTracking().SingleAsync(user => user.Id == needed.UserId, cancellationToken);
        if (!user.IsUsable)
        {
            return OAuthError.InvalidGrant("The account cannot be used.");
        }

        try
        {
            await devices.EnsureAsync(user, needed.DeviceId, needed.Name, cancellationToken);
        }
        catch (HomeserverException exception)
        {
            LogNotMade(needed.UserId, exception);
            return Away;
        }

        return (await change(needed)).Result ?? throw new InvalidOperationException("A session wants one device, and it is ready.");
    }

    /// <summary>Whether the session needs a device that is not ready; part of the change that begins it, once nothing else stands against it.</summary>
    /// <param name="ready">What the change was given; if that is the device, its clean-up is called off.</param>
    /// <param name="userAgent">Of the request that begins the session.</param>
    /// <param name="language">In which the device gets its name.</param>
    public Task<NewDevice?> NeedAsync(NewDevice? ready, Guid userId, ScopeSet scope, Client client, string? userAgent, string language, CancellationToken cancellationToken) =>
        FindNeededAsync(ready, userId, scope, () => naming.NameOf(client.ClientName ?? client.ClientId, DeviceNames.App(UserAgent.Parse(userAgent)), language), cancellationToken);

    /// <summary>The same for a device that the person has named.</summary>
    public Task<NewDevice?> NeedNamedAsync(NewDevice? ready, Guid userId, ScopeSet scope, string name, CancellationToken cancellationToken) =>
        FindNeededAsync(ready, userId, scope, () => name, cancellationToken);

    private async Task<NewDevice?> FindNeededAsync(NewDevice? ready, Guid userId, ScopeSet scope, Func<string> name, CancellationToken cancellationToken)
    {
        if (!homeserver.Exists || MatrixScopes.DeviceIdOf(scope) is not { } deviceId)
        {
            return null;
        }

        if (ready is not null && ready.UserId == userId && ready.DeviceId == deviceId)
        {
            await outbox.WithdrawAsync(ready.CleanUp, cancellationToken);
            return null;
        }

        return new(userId, deviceId, DeviceDisplayName.Cut(name()), jobs.SyncDevices(userId, clock.GetUtcNow() + CleanUpAfter)!.Value);
    }

    [LoggerMessage(3402, LogLevel.Warning, "The homeserver could not make a device for user {UserId}; the app may try again.")]
    private partial void LogNotMade(Guid userId, Exception exception);
}
