namespace Portal.Identity.Homeserver;

/// <summary>A device that the homeserver must have before a session with it is stored.</summary>
/// <param name="Name">What it is called there if it is new; already short enough.</param>
/// <param name="CleanUp">The message that takes the device away again unless the session is stored.</param>
public sealed record NewDevice(Guid UserId, string DeviceId, string Name, Guid CleanUp);
