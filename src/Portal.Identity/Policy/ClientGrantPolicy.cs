using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Policy;

/// <summary>What stands against giving a scope to a client that acts on its own behalf (oauth contract, section 5.3).</summary>
public sealed class ClientGrantPolicy(RequesterPolicy requesters, AdminClientPolicy admins)
{
    /// <param name="clientId">As it goes over the wire.</param>
    /// <returns>Sentences; none if nothing stands against it.</returns>
    public IReadOnlyList<string> Check(ScopeSet scope, string clientId, Requester requester) =>
    [
        .. ScopePolicy.Violations(scope, GrantTypes.ClientCredentials, admins.Allows(clientId)),
        .. requesters.Check(requester).Select(violation => violation.Message),
    ];
}
