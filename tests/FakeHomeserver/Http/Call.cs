namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>A request that has found its endpoint.</summary>
/// <param name="Path">The variable parts of the path, decoded.</param>
/// <param name="Authorization">All headers of that name.</param>
internal sealed record Call(World World, IReadOnlyDictionary<string, string> Path, Query Query, IReadOnlyList<string> Authorization, byte[] Body)
{
    /// <summary>The one access token, by Synapse's reading of header and query (homeserver contract, sections 6.3 and 9.1).</summary>
    /// <exception cref="MatrixErrorException">There is none, more than one, or none that can be read.</exception>
    public string AccessToken()
    {
        var inQuery = Query.All("access_token");
        return (Authorization.Count, inQuery.Count) switch
        {
            (0, 1) => inQuery[0],
            (1, 0) when Authorization[0].Split(' ') is ["Bearer", var token] => token,
            _ => throw MatrixErrorException.MissingToken(),
        };
    }

    /// <summary>Refuses everybody but the authentication service (section 9.1, line 1).</summary>
    public void RequireService()
    {
        if (AccessToken() != World.Options.Secret)
        {
            throw new MatrixErrorException(403, "M_UNKNOWN", "This endpoint must only be called by MAS");
        }
    }
}
