namespace Portal.Identity.Sessions;

/// <summary>What became of a wish to rename a session.</summary>
public enum RenameOutcome
{
    Renamed,

    /// <summary>The person has no such session that is active; browser sessions have no names.</summary>
    Missing,

    /// <summary>There is nothing to see in the name.</summary>
    NameRequired,

    /// <summary>Longer than <see cref="SessionName.MaxLength"/>.</summary>
    NameTooLong,

    /// <summary>The name holds a character that is not for names.</summary>
    NameInvalid,

    /// <summary>The homeserver did not take the name for the device, so nothing was changed.</summary>
    HomeserverAway,
}
