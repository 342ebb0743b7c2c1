using System.Text.Json;
using Portal.Identity.Homeserver;

namespace Portal.CommandLine.Diagnosis;

/// <summary>What apps find when they look for the homeserver (homeserver contract, section 8, checks 3 and 7).</summary>
internal sealed class PublicChecks(MatrixOptions options, PublicWeb web)
{
    private const string Document = "well-known";
    private const string Login = "login";
    private const string RouteToPortal = "Let the proxy send what matches ^/_matrix/client/[^/]+/(login|logout|refresh)(/.*)?$ to Portal.";

    // Of sign-in flows (MSC3824), as they are called now and as they were before.
    private static readonly string[] PreferOAuth = ["oauth_aware_preferred", "org.matrix.msc3824.delegated_oidc_compatibility"];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var (document, baseUrl) = await LookForHomeserverAsync(cancellationToken);
        return [document, await LookForLoginAsync(baseUrl ?? options.ReadEndpoint()!, cancellationToken)];
    }

    private async Task<(Finding Finding, Uri? BaseUrl)> LookForHomeserverAsync(CancellationToken cancellationToken)
    {
        var address = new Uri($"https://{options.ServerName}/.well-known/matrix/client");
        var (status, document) = await web.GetAsync(address, cancellationToken);
        if (status is >= 200 and < 300 && BaseUrlOf(document) is { } baseUrl)
        {
            return (Finding.Ok(Document, $"{address} names the homeserver {baseUrl}"), baseUrl);
        }

        var problem = status switch
        {
            null => "cannot be reached",
            >= 200 and < 300 => "has no m.homeserver with a base_url",
            _ => $"answers {status}",
        };
        return (
            Finding.Warning(Document, $"{address} {problem}; apps cannot find the homeserver by its name.", "Publish the document there.") with
            {
                Example = """{ "m.homeserver": { "base_url": "https://matrix.example.com/" } }""",
            },
            null);
    }

    private async Task<Finding> LookForLoginAsync(Uri baseUrl, CancellationToken cancellationToken)
    {
        var address = new Uri(baseUrl, "_matrix/client/v3/login");
        var (status, answer) = await web.GetAsync(address, cancellationToken);
        return status switch
        {
            null => Finding.Error(Login, $"{address} cannot be reached; apps cannot sign in.", "See to the proxy of the Matrix host, and to its certificate."),
            < 200 or >= 300 => Finding.Error(Login, $"{address} answers {status}; older apps cannot sign in.", RouteToPortal),
            _ when OffersOAuth(answer) => Finding.Ok(Login, $"{address} is answered by Portal."),
            _ => Finding.Warning(Login, $"{address} is answered by something else than Portal.", RouteToPortal),
        };
    }

    // With a slash at its end, so that paths are added to its own.
    private static Uri? BaseUrlOf(JsonElement? document) =>
        document is { } root && root.TryGetProperty("m.homeserver", out var homeserver) && homeserver.ValueKind == JsonValueKind.Object
            && homeserver.TryGetProperty("base_url", out var text) && text.ValueKind == JsonValueKind.String
            && Uri.TryCreate(text.GetString()!.TrimEnd('/') + "/", UriKind.Absolute, out var baseUrl) && baseUrl.Scheme is "http" or "https"
                ? baseUrl
                : null;

    private static bool OffersOAuth(JsonElement? answer) =>
        answer is { } root && root.TryGetProperty("flows", out var flows) && flows.ValueKind == JsonValueKind.Array
        && flows.EnumerateArray().Any(flow => flow.ValueKind == JsonValueKind.Object
            && flow.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("m.login.sso")
            && Array.Exists(PreferOAuth, name => flow.TryGetProperty(name, out var preferred) && preferred.ValueKind == JsonValueKind.True));
}
