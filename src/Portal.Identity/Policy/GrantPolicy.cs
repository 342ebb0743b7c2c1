using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Policy;

/// <summary>What stands against giving a scope to an app of a person, whatever the grant (oauth contract, section 5.3).</summary>
public sealed class GrantPolicy(PortalDbContext database, RequesterPolicy requesters, DeviceLimit devices)
{
    /// <summary>For somebody who is to allow it.</summary>
    /// <param name="grantType">One of <see cref="GrantTypes"/>.</param>
    /// <returns>None if nothing stands against it.</returns>
    public async Task<IReadOnlyList<GrantObjection>> CheckAsync(ScopeSet scope, string grantType, Guid userId, Requester requester, CancellationToken cancellationToken)
    {
        var mayRequestAdmin = await database.Users.Where(user => user.Id == userId).Select(user => user.CanRequestAdmin).SingleOrDefaultAsync(cancellationToken);
        return
        [
            .. Check(scope, grantType, mayRequestAdmin, requester).Select(message => new GrantObjection(message)),
            .. await CheckDevicesAsync(userId, cancellationToken),
        ];
    }

    /// <summary>For somebody who is to allow an app that signs in by the legacy login, and asks for no scope.</summary>
    /// <returns>None if nothing stands against it.</returns>
    public async Task<IReadOnlyList<GrantObjection>> CheckAsync(Guid userId, Requester requester, CancellationToken cancellationToken) =>
    [
        .. requesters.Check(requester).Select(violation => new GrantObjection(violation.Message)),
        .. await CheckDevicesAsync(userId, cancellationToken),
    ];

    private async Task<GrantObjection[]> CheckDevicesAsync(Guid userId, CancellationToken cancellationToken) =>
        await devices.FindAsync(userId, cancellationToken) is { IsFull: true } use ? [new GrantObjection("the person is signed in on too many devices") { DevicesToRemove = use.ToRemove }] : [];

    private string[] Check(ScopeSet scope, string grantType, bool mayRequestAdmin, Requester requester) =>
    [
        .. ScopePolicy.Violations(scope, grantType, mayRequestAdmin),
        .. requesters.Check(requester).Select(violation => violation.Message),
    ];
}
