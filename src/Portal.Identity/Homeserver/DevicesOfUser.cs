namespace Portal.Identity.Homeserver;

/// <summary>A person and the devices that they have by right.</summary>
internal sealed record DevicesOfUser(string Username, bool IsDeactivated, IReadOnlyList<string> Devices);
