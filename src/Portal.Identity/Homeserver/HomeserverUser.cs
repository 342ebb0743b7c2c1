namespace Portal.Identity.Homeserver;

/// <summary>What the homeserver knows of a user.</summary>
/// <param name="AvatarUrl">An <c>mxc:</c> address.</param>
public sealed record HomeserverUser(string UserId, string? DisplayName, string? AvatarUrl, bool IsSuspended, bool IsDeactivated);
