using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Portal.Identity.Keys;
using Portal.Identity.Outbound;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>Fetches the metadata that clients publish at their <c>client_id</c>, and checks it as a registration is checked (draft-ietf-oauth-client-id-metadata-document §4).</summary>
/// <remarks>Requests that need one document at the same time share one fetch.</remarks>
public sealed partial class ClientDocumentReader(OutboundClient outbound, SigningKeyRing keys, ClientRegistrationPolicy policy, ILogger<ClientDocumentReader> logger)
{
    /// <summary>Longest accepted document, in bytes; the draft recommends 5 KiB and key sets can need more.</summary>
    public const int MaximumLength = 16 * 1024;

    /// <summary>Bounds of what the client's server says about caching, and what holds if it says nothing.</summary>
    public static readonly TimeSpan ShortestFreshness = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan LongestFreshness = TimeSpan.FromDays(1);
    public static readonly TimeSpan DefaultFreshness = TimeSpan.FromHours(1);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly OAuthError NotJson = OAuthError.InvalidClientMetadata("its media type is neither application/json nor application/*+json");
    private static readonly string[] Secrets = ["client_secret", "client_secret_expires_at"];
    private readonly ConcurrentDictionary<string, Lazy<Task<ClientDocument?>>> _fetches = new(StringComparer.Ordinal);

    /// <summary>The document; <see langword="null"/> if it cannot be had or may not be one.</summary>
    public Task<ClientDocument?> ReadAsync(Url address, CancellationToken cancellationToken) =>
        _fetches.GetOrAdd(address.Href, _ => new Lazy<Task<ClientDocument?>>(() => FetchAsync(address))).Value.WaitAsync(cancellationToken);

    // For everybody who waits, so that none of them can end it.
    private async Task<ClientDocument?> FetchAsync(Url address)
    {
        try
        {
            var result = await outbound.FetchAsync(address.Href, "application/json", MaximumLength, Timeout, CancellationToken.None);
            if (!result.Succeeded)
            {
                LogNotUsable(address.Host, result.Reason);
                return null;
            }

            var metadata = IsJson(result.Document.MediaType) ? Read(address, result.Document.Body) : NotJson;
            if (!metadata.Succeeded)
            {
                LogNotUsable(address.Host, metadata.Error.Description);
                return null;
            }

            var freshFor = result.Document.MaxAge ?? DefaultFreshness;
            return new ClientDocument(metadata.Value, freshFor < ShortestFreshness ? ShortestFreshness : freshFor > LongestFreshness ? LongestFreshness : freshFor);
        }
        finally
        {
            _fetches.TryRemove(address.Href, out _);
        }
    }

    // Else every file that somebody may leave on a host could be a client of that host.
    private static bool IsJson(string? mediaType) => mediaType is "application/json"
        || (mediaType?.StartsWith("application/", StringComparison.Ordinal) == true && mediaType.EndsWith("+json", StringComparison.Ordinal));

    private OAuthResult<ClientMetadata> Read(Url address, ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 16 }) is JsonObject document
                ? Read(address, document)
                : OAuthError.InvalidClientMetadata("it is no JSON object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return OAuthError.InvalidClientMetadata("it is no JSON"); // the second is how System.Text.Json reports an escaped half of a surrogate pair
        }
    }

    /// <summary>The rules of the draft, then those of every registration.</summary>
    private OAuthResult<ClientMetadata> Read(Url address, JsonObject document)
    {
        if (document["client_id"] is not JsonValue id || id.GetValueKind() != JsonValueKind.String || id.GetValue<string>() != address.Href)
        {
            return OAuthError.InvalidClientMetadata("its client_id is not its address");
        }

        if (Array.Exists(Secrets, document.ContainsKey))
        {
            return OAuthError.InvalidClientMetadata("it holds a secret, which everybody can read");
        }

        // What a registration would take from their absence: a secret, and no site to compare addresses with.
        document.TryAdd("token_endpoint_auth_method", ClientAuthMethod.None);
        document.TryAdd("client_uri", $"https://{address.Authority}/");
        var metadata = new ClientMetadataReader(keys.Algorithms, PublicSuffixList.Default).Read(JsonSerializer.SerializeToUtf8Bytes(document));
        if (!metadata.Succeeded)
        {
            return metadata.Error;
        }

        if (ClientAuthMethod.Find(metadata.Value.TokenEndpointAuthMethod)?.NeedsSecret != false)
        {
            return OAuthError.InvalidClientMetadata("its authentication method needs a secret");
        }

        return policy.Check(metadata.Value) is { } violation ? violation
            : policy.IsOwn(address, metadata.Value) ? metadata.Value
            : OAuthError.InvalidClientMetadata("its client_uri is not the site that it lies on");
    }

    [LoggerMessage(2403, LogLevel.Information, "The client metadata at {Host} cannot be used: {Reason}.")]
    private partial void LogNotUsable(string host, string reason);
}
