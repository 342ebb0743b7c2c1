namespace Portal.Identity.Accounts;

/// <summary>What became of the wish for another display name.</summary>
public enum DisplayNameOutcome
{
    Saved,

    /// <summary>Too long, or not a line of text.</summary>
    Invalid,

    /// <summary>People may not change their names here.</summary>
    NotAllowed,

    /// <summary>The homeserver did not take the name, so nothing was changed.</summary>
    HomeserverAway,
}
