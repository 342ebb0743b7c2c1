namespace Portal.Identity.Logout;

/// <summary>The client could not be reached, or had a fault of its own: the token is sent again later.</summary>
public sealed class LogoutTokenNotDeliveredException(string reason) : Exception($"The logout token could not be delivered: {reason}.");
