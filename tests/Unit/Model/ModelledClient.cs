namespace Portal.Tests.Unit.Model;

/// <summary>Who asks.</summary>
internal enum ModelledClient
{
    /// <summary>An app that people use.</summary>
    App,

    /// <summary>Another one, which is given nothing of the first one's.</summary>
    OtherApp,

    /// <summary>A program that acts for itself.</summary>
    Service,

    /// <summary>Nobody says; only revocation allows it.</summary>
    Nameless,
}
