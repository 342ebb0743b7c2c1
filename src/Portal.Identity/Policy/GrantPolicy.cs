using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Policy;

/// <summary>What stands against giving a scope, whatever the grant (oauth contract, section 5.3).</summary>
public sealed class GrantPolicy(PortalDbContext database, RequesterPolicy requesters, AdminClientPolicy admins)
{
    /// <summary>For somebody who is to allow it.</summary>
    /// <param name="grantType">One of <see cref="GrantTypes"/>.</param>
    /// <returns>Sentences; none if nothing stands against it.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(ScopeSet scope, string grantType, Guid userId, Requester requester, CancellationToken cancellationToken) =>
        Check(scope, grantType, await database.Users.Where(user => user.Id == userId).Select(user => user.CanRequestAdmin).SingleOrDefaultAsync(cancellationToken), requester);

    /// <summary>For a client that acts on its own behalf.</summary>
    /// <returns>As of <see cref="CheckAsync"/>.</returns>
    public IReadOnlyList<string> CheckClient(ScopeSet scope, string clientId, Requester requester) =>
        Check(scope, GrantTypes.ClientCredentials, admins.Allows(clientId), requester);

    private string[] Check(ScopeSet scope, string grantType, bool mayRequestAdmin, Requester requester) =>
    [
        .. ScopePolicy.Violations(scope, grantType, mayRequestAdmin),
        .. requesters.Check(requester.Address, requester.UserAgent).Select(violation => violation.Message),
    ];
}
