namespace Portal.Identity.Homeserver;

/// <summary>About whom the homeserver must learn something.</summary>
internal sealed record HomeserverJob(Guid UserId);
