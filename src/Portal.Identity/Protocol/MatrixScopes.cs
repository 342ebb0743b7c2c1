namespace Portal.Identity.Protocol;

/// <summary>The scope tokens of the Matrix specification, in their stable and unstable spelling (contract sections 5.2 and 7.1).</summary>
public static class MatrixScopes
{
    public const string OpenId = "openid";
    public const string Email = "email";
    public const string Profile = "profile";
    public const string StableApi = "urn:matrix:client:api:*";
    public const string UnstableApi = "urn:matrix:org.matrix.msc2967.client:api:*";
    public const string StableDevicePrefix = "urn:matrix:client:device:";
    public const string UnstableDevicePrefix = "urn:matrix:org.matrix.msc2967.client:device:";

    /// <summary>Whether the token names a device, in either spelling.</summary>
    public static bool IsDevice(string token) => DeviceIdOf(token) is not null;

    /// <summary>Whether the token gives the Matrix client API, in either spelling.</summary>
    public static bool IsApi(string token) => token is StableApi or UnstableApi;

    /// <summary>The device id that the token names; <see langword="null"/> if it is no device token.</summary>
    public static string? DeviceIdOf(string token) =>
        token.StartsWith(StableDevicePrefix, StringComparison.Ordinal) ? token[StableDevicePrefix.Length..]
        : token.StartsWith(UnstableDevicePrefix, StringComparison.Ordinal) ? token[UnstableDevicePrefix.Length..]
        : null;

    /// <summary>The device of a session: that of its first device token.</summary>
    public static string? DeviceIdOf(ScopeSet scope) => scope.Tokens.Select(DeviceIdOf).FirstOrDefault(id => id is not null);

    /// <summary>The scope as introspection reports it: API and device tokens in both spellings, sorted.</summary>
    public static ScopeSet InBothSpellings(ScopeSet scope) => ScopeSet.Of(scope.Tokens.SelectMany(Spellings));

    private static IEnumerable<string> Spellings(string token) =>
        IsApi(token) ? [StableApi, UnstableApi]
        : DeviceIdOf(token) is { } device ? [StableDevicePrefix + device, UnstableDevicePrefix + device]
        : [token];
}
