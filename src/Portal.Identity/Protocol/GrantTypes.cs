namespace Portal.Identity.Protocol;

/// <summary>The values of <c>grant_type</c> that the product knows.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>Never granted; clients may still name it when they register (RFC 7591 §2.1).</summary>
    public const string Implicit = "implicit";

    /// <summary>What a client may register and keeps (contract section 3.1), whether or not this version answers it.</summary>
    public static IReadOnlyList<string> Registrable { get; } = [AuthorizationCode, RefreshToken, ClientCredentials, DeviceCode];

    /// <summary>What this version's token endpoint answers, discovery advertises and registration echoes.</summary>
    public static IReadOnlyList<string> Implemented { get; } = [AuthorizationCode, RefreshToken, ClientCredentials, DeviceCode];
}
