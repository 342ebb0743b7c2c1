namespace Portal.Identity.Homeserver;

/// <summary>About whom the homeserver must learn something.</summary>
internal sealed record HomeserverJob(Guid UserId)
{
    /// <summary>The homeserver has never heard of the user: it shall learn the display name, too, which later is theirs to change there.</summary>
    public bool IsNew { get; init; }
}
