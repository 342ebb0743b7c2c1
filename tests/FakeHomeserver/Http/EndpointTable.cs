namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>All that can be asked.</summary>
internal sealed class EndpointTable(params IEnumerable<FakeEndpoint> endpoints)
{
    private readonly FakeEndpoint[] _endpoints = [.. endpoints];

    /// <summary>Whose path and method it is.</summary>
    /// <exception cref="MatrixErrorException">Nobody's: 404, or 405 if only the method is wrong (section 9.1, line 5).</exception>
    public (FakeEndpoint Endpoint, Dictionary<string, string> Path) Find(string method, string path)
    {
        var matches = _endpoints.Select(endpoint => (Endpoint: endpoint, Path: endpoint.Match(path))).Where(match => match.Path is not null).ToList();
        return matches.Find(match => match.Endpoint.Method == method) is { Endpoint: { } endpoint, Path: { } values }
            ? (endpoint, values)
            : throw MatrixErrorException.Unrecognized(matches.Count > 0 ? 405 : 404);
    }
}
