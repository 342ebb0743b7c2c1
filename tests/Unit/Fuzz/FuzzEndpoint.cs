using Microsoft.AspNetCore.Routing;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>A place where a request can end, as the application itself lists it.</summary>
internal sealed record FuzzEndpoint(string Method, string Pattern, IReadOnlyList<string> RouteParameters, bool IsFile)
{
    public string Route => $"{Method} {Pattern}";

    /// <summary>Good requests to it; none for one that nobody has described.</summary>
    public IReadOnlyList<FuzzExample> Examples { get; } = [.. FuzzGrammar.Examples.Where(example => example.Route == $"{Method} {Pattern}")];

    /// <summary>Every endpoint of the application, once for each of its methods.</summary>
    public static IReadOnlyList<FuzzEndpoint> AllOf(EndpointDataSource source) =>
    [
        .. source.Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => MethodsOf(endpoint).Select(method => Of(endpoint, method)))
            .DistinctBy(endpoint => endpoint.Route)
            .OrderBy(endpoint => endpoint.Route, StringComparer.Ordinal),
    ];

    private static FuzzEndpoint Of(RouteEndpoint endpoint, string method) => new(
        method,
        "/" + endpoint.RoutePattern.RawText!.Trim('/'),
        [.. endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name)],
        endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null);

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];
}
