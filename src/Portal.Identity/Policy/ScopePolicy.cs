using System.Buffers;
using Portal.Identity.Protocol;

namespace Portal.Identity.Policy;

/// <summary>Which scopes are granted (contract section 5.2). Asked at consent and for client credentials, not when the request comes in.</summary>
public static class ScopePolicy
{
    public const string SynapseAdmin = "urn:synapse:admin:*";
    public const string PortalAdmin = "urn:mas:admin";
    public const string PortalApi = "urn:mas:graphql:*";

    private const int ShortestDeviceId = 10;
    private static readonly SearchValues<char> DeviceIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~!$&'()*+,;=:@/-");

    /// <summary>What is wrong with the scope, in sentences without the client's own text; none if it is granted.</summary>
    /// <param name="scope">As asked for.</param>
    /// <param name="grantType">One of <see cref="GrantTypes"/>.</param>
    /// <param name="mayRequestAdmin">Of the person; with client credentials, of the client.</param>
    public static IReadOnlyList<string> Violations(ScopeSet scope, string grantType, bool mayRequestAdmin)
    {
        var hasPerson = grantType is not GrantTypes.ClientCredentials;
        return [.. scope.Tokens.Select(token => Violation(token, hasPerson, mayRequestAdmin)).OfType<string>()
            .Concat(Combinations(scope)).Distinct(StringComparer.Ordinal)];
    }

    private static string? Violation(string token, bool hasPerson, bool mayRequestAdmin)
    {
        if (token is MatrixScopes.OpenId or MatrixScopes.Email or PortalApi || (token is MatrixScopes.Profile && hasPerson))
        {
            return null;
        }

        if (token is PortalAdmin || (token is SynapseAdmin && hasPerson))
        {
            return mayRequestAdmin ? null : "administration may not be asked for";
        }

        if (MatrixScopes.DeviceIdOf(token) is { } device && hasPerson)
        {
            return IsDeviceId(device) ? null : "a device id needs at least 10 characters, without any that a scope cannot carry";
        }

        return MatrixScopes.IsApi(token) && hasPerson ? null : "the scope holds a token that is not granted here";
    }

    private static IEnumerable<string> Combinations(ScopeSet scope)
    {
        if (HasSeveral(scope, MatrixScopes.StableDevicePrefix) || HasSeveral(scope, MatrixScopes.UnstableDevicePrefix))
        {
            yield return "only one device scope is allowed at a time";
        }

        if (scope.Tokens.Any(MatrixScopes.IsDevice) && !scope.Tokens.Any(MatrixScopes.IsApi))
        {
            yield return "a device scope needs the scope of the Matrix client API";
        }

        if (scope.Tokens.Any(IsStable) && scope.Tokens.Any(IsUnstable))
        {
            yield return "stable and unstable Matrix scopes may not be mixed";
        }
    }

    private static bool HasSeveral(ScopeSet scope, string prefix) => scope.Tokens.Count(token => token.StartsWith(prefix, StringComparison.Ordinal)) > 1;

    private static bool IsStable(string token) => token.StartsWith("urn:matrix:client:", StringComparison.Ordinal);

    private static bool IsUnstable(string token) => token.StartsWith("urn:matrix:org.matrix.msc2967.client:", StringComparison.Ordinal);

    private static bool IsDeviceId(string id) => id.Length >= ShortestDeviceId && !id.AsSpan().ContainsAnyExcept(DeviceIdCharacters);
}
