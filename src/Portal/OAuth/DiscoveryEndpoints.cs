using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Devices;
using Portal.Identity.Discovery;
using Portal.Identity.Homeserver;
using Portal.Identity.Keys;

namespace Portal.OAuth;

/// <summary>The documents that clients read first: metadata (OpenID Connect Discovery, RFC 8414), keys (RFC 7517), WebFinger (RFC 7033).</summary>
internal static class DiscoveryEndpoints
{
    private const string IssuerRelation = "http://openid.net/specs/connect/1.0/issuer";

    public static void MapDiscovery(this IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("").RequireCors(OpenCors.Discovery);
        documents.MapGet("/.well-known/openid-configuration", Metadata);
        documents.MapGet("/.well-known/oauth-authorization-server", Metadata);
        documents.MapGet("/oauth2/keys.json", (SigningKeyRing keys) => TypedResults.Json(keys.PublicKeys));
        documents.MapGet("/.well-known/webfinger", WebFinger);
    }

    private static IResult Metadata(
        IssuerAddress address,
        SigningKeyRing keys,
        IOptions<AccountOptions> accounts,
        RegistrationDoor door,
        IOptions<ClientDocumentOptions> documents,
        IOptions<AuthorizationRequestOptions> requests,
        IOptions<DeviceGrantOptions> devices,
        IHomeserver homeserver) =>
        TypedResults.Json(DiscoveryDocument.Create(new DiscoverySettings
        {
            Issuer = address.Issuer,
            PublicBase = address.PublicBase.AbsoluteUri,
            AccountDeactivationAllowed = accounts.Value.AccountDeactivationAllowed,
            HasHomeserver = homeserver.Exists,
            RegistrationEnabled = door.IsOpen,
            RequirePushedAuthorizationRequests = requests.Value.RequirePushedAuthorizationRequests,
            DeviceCodeGrantEnabled = devices.Value.DeviceCodeGrantEnabled,
            SigningAlgorithms = keys.Algorithms,
            ClientDocumentsEnabled = documents.Value.ClientIdMetadataDocumentsEnabled,
            AuthMethods = [.. ClientAuthMethod.Supported.Select(method => method.Name)],
        }));

    private static IResult WebFinger(string? resource, string? rel, IssuerAddress address) => resource is null
        ? TypedResults.Json(new { error = "invalid_request", error_description = "resource is missing." }, statusCode: StatusCodes.Status400BadRequest)
        : TypedResults.Json(
            new { subject = resource, links = rel == IssuerRelation ? new[] { new { rel = IssuerRelation, href = address.Issuer } } : [] },
            contentType: "application/jrd+json");
}
