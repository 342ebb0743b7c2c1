using Portal.Identity.Clients;

namespace Portal.Identity.Authorizations;

/// <summary>A grant and who asks for it.</summary>
public sealed record GrantOverview(AuthorizationGrant Grant, Client Client);
