namespace Portal.Components.Consent;

/// <summary>What a group of outcomes means for the person who answers.</summary>
public enum RightsKind
{
    /// <summary>The client gets it.</summary>
    Given,

    /// <summary>The client does not get it.</summary>
    Withheld,

    /// <summary>Power over other people; wants a tick of its own.</summary>
    Dangerous,
}
