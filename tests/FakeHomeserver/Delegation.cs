namespace Portal.Tests.FakeHomeserver;

/// <summary>To whom the homeserver leaves its accounts.</summary>
public enum Delegation
{
    /// <summary>To an authentication service: <c>matrix_authentication_service</c> is enabled.</summary>
    Stable,

    /// <summary>The same, as it was before 1.157: <c>experimental_features.msc3861</c>, whose <c>admin_token</c> is the secret.</summary>
    Msc3861,

    /// <summary>To nobody.</summary>
    Off,
}
