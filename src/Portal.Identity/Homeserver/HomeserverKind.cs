namespace Portal.Identity.Homeserver;

/// <summary>How the homeserver is spoken to (homeserver contract, section 1).</summary>
public enum HomeserverKind
{
    /// <summary>There is none: the accounts are for other apps, or somebody has a first look.</summary>
    None,

    /// <summary>Synapse 1.136 or later with <c>matrix_authentication_service</c> enabled.</summary>
    Synapse,

    /// <summary>The same, but it is only asked, never told: for a trial beside the service that is in use.</summary>
    SynapseReadOnly,

    /// <summary>Synapse before 1.157 with <c>experimental_features.msc3861</c>, by its admin API.</summary>
    SynapseLegacy,
}
