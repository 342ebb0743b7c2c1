using Portal.Identity.Policy;
using Portal.Identity.Protocol;

namespace Portal.Identity.Legacy;

/// <summary>What an app of the legacy login may do: it asks for nothing, and gets the whole client API.</summary>
public static class LegacyScope
{
    public const string Ordinary = MatrixScopes.StableApi;

    /// <summary>With power over the homeserver.</summary>
    public const string Admin = $"{MatrixScopes.StableApi} {ScopePolicy.SynapseAdmin}";

    /// <summary>The scope as introspection reports it to a caller that finds the device nowhere else.</summary>
    /// <returns>None if the id of the device cannot stand in a scope.</returns>
    public static ScopeSet? WithDevice(string scope, string? deviceId) =>
        deviceId is null ? ScopeSet.OfStored(scope)
        : !deviceId.Contains(' ', StringComparison.Ordinal) && ScopeSet.TryParse($"{scope} {MatrixScopes.StableDevicePrefix}{deviceId}", out var whole) ? whole
        : null;
}
