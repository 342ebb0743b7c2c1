namespace Portal.Identity.Sessions;

/// <summary>What sessions of apps have, whichever way the app signed in.</summary>
internal interface IAppSession : ISession
{
    /// <summary>The Matrix device; none for an app that is none.</summary>
    string? DeviceId { get; }

    /// <summary>The person gives it another name.</summary>
    /// <param name="name">That <see cref="SessionName"/> allows.</param>
    void Rename(string name);
}
