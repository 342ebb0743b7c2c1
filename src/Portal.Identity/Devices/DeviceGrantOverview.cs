using Portal.Identity.Clients;

namespace Portal.Identity.Devices;

/// <summary>A grant and the client that the device runs.</summary>
public sealed record DeviceGrantOverview(DeviceCodeGrant Grant, Client Client);
