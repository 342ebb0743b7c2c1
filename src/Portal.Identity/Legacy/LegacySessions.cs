using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

/// <summary>Begins the session of an app that may have one (compat contract, section 6, steps 8 to 12, and section 13).</summary>
public sealed class LegacySessions(
    PortalDbContext database, Storage storage, SessionEnd ending, SessionChanges changes, RequesterPolicy requesters, DeviceLimit limit, SecretGenerator secrets)
{
    /// <summary>Part of the caller's change, in which nobody else begins or ends sessions of the person. What it refuses changes nothing.</summary>
    /// <param name="user">Already proven, and usable.</param>
    /// <param name="appPasswordId">As of <see cref="LegacySession.AppPasswordId"/>.</param>
    public async Task<MatrixResult<LegacySession>> BeginAsync(
        PortalUser user, Guid? browserSessionId, Guid? appPasswordId, LegacyDevice device, Requester requester, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (requesters.Check(requester).Count > 0)
        {
            return MatrixError.DeniedByPolicy;
        }

        var (apps, legacy) = await FindOnDeviceAsync(user.Id, device.Id, cancellationToken);
        if (apps.Count + legacy.Count == 0) // whoever replaces a session is not limited
        {
            if (await FindRoomAsync(user.Id, now, cancellationToken) is not { } evicted)
            {
                return MatrixError.TooManyDevices;
            }

            legacy = evicted;
        }

        await ending.ApplyAsync([], apps, now, cancellationToken);
        ending.Apply(legacy, now);
        var session = LegacySession.Begin(
            user.Id, browserSessionId, device.Id ?? secrets.Text(LegacyDevice.NewIdLength), device.Name, requester.UserAgent, requester.AddressText, now, appPasswordId: appPasswordId);
        database.LegacySessions.Add(session);
        storage.AfterCommit(() => changes.Publish(user.Id));
        return session;
    }

    /// <summary>Of the person's sessions those that would share the device: there is never more than one (section 7).</summary>
    private async Task<(List<OAuthSession> Apps, List<LegacySession> Legacy)> FindOnDeviceAsync(Guid userId, string? deviceId, CancellationToken cancellationToken) => deviceId is null ? ([], []) :
    (
        await database.OAuthSessions.Where(session => session.UserId == userId && session.DeviceId == deviceId && session.FinishedAt == null).ToListAsync(cancellationToken),
        await database.LegacySessions.Where(session => session.UserId == userId && session.DeviceId == deviceId && session.FinishedAt == null).ToListAsync(cancellationToken)
    );

    /// <summary>What must end so that there is room for one more: nothing, most of the time. None if there is no room to be had.</summary>
    private async Task<List<LegacySession>?> FindRoomAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await limit.FindHardAsync(userId, cancellationToken) is not { IsFull: true } use)
        {
            return [];
        }

        if (!limit.MayEvict)
        {
            return null;
        }

        // Those that are forgotten, if they are enough; else whatever was used least lately.
        var unusedBefore = SessionAge.UnusedBefore(now);
        var active = database.LegacySessions.Where(session => session.UserId == userId && session.FinishedAt == null);
        var evicted = await LeastUsed(active.Where(session => session.LastActiveAt < unusedBefore), use.ToRemove).ToListAsync(cancellationToken);
        if (evicted.Count < use.ToRemove)
        {
            evicted = await LeastUsed(active, use.ToRemove).ToListAsync(cancellationToken);
        }

        return evicted.Count == use.ToRemove ? evicted : null;
    }

    private static IQueryable<LegacySession> LeastUsed(IQueryable<LegacySession> sessions, int count) => sessions
        .OrderBy(session => session.LastActiveAt != null).ThenBy(session => session.LastActiveAt).ThenBy(session => session.CreatedAt).ThenBy(session => session.Id).Take(count);
}
