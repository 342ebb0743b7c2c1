namespace Portal.Identity.Protocol;

/// <summary>Where clients prove who they are, or what key they have, below the public base.</summary>
public static class EndpointPaths
{
    public const string Token = "oauth2/token";
    public const string Revocation = "oauth2/revoke";
    public const string Introspection = "oauth2/introspect";
    public const string PushedAuthorization = "oauth2/par";
    public const string DeviceAuthorization = "oauth2/device";
    public const string UserInfo = "oauth2/userinfo";
}
