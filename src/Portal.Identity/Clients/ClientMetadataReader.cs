using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>Reads the body of a registration request and applies every rule that no setting changes (contract sections 3.1 and 3.2, steps 1 to 5).</summary>
/// <param name="signingAlgorithms">The algorithms that our keys can sign ID tokens and userinfo with (contract D4).</param>
/// <param name="suffixes">Names that no client may claim as its own.</param>
public sealed class ClientMetadataReader(IReadOnlyCollection<string> signingAlgorithms, PublicSuffixList suffixes)
{
    /// <summary>Longest accepted body, in bytes.</summary>
    public const int MaximumLength = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Whether clients may not keep the device authorization grant, because the operator does not offer it (contract section 3.2, step 3).</summary>
    public bool DropsDeviceCodeGrant { get; init; }

    /// <summary>Reads UTF-8 JSON. The media type is for the endpoint to check.</summary>
    /// <returns><c>invalid_request</c> if it is no JSON; <c>invalid_client_metadata</c> or <c>invalid_redirect_uri</c> for what it says.</returns>
    public OAuthResult<ClientMetadata> Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaximumLength)
        {
            return OAuthError.InvalidRequest("The client metadata is longer than 64 KiB.");
        }

        try
        {
            if (!Utf8.IsValid(body.Span))
            {
                return OAuthError.InvalidRequest("The body is not UTF-8.");
            }

            using var document = JsonDocument.Parse(body, Strict);
            var members = ReadMembers(document.RootElement);
            if (!members.Succeeded)
            {
                return members.Error;
            }

            var metadata = new ClientMetadata(members.Value, DropsDeviceCodeGrant);
            return ClientMetadataRules.Check(metadata, signingAlgorithms, suffixes) is { } error ? error : metadata;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is how System.Text.Json reports an escaped half of a surrogate pair.
            return OAuthError.InvalidRequest("The body must be one JSON object without repeated members, and nothing else.");
        }
    }

    private static OAuthResult<SortedDictionary<string, JsonNode>> ReadMembers(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return OAuthError.InvalidClientMetadata("The client metadata must be a JSON object.");
        }

        var members = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            var mark = property.Name.IndexOf('#', StringComparison.Ordinal);
            var name = mark < 0 ? property.Name : property.Name[..mark];
            if (mark >= 0 && !LanguageTag.IsWellFormed(property.Name[(mark + 1)..]))
            {
                return OAuthError.InvalidClientMetadata("What follows # in a member's name must be a language tag (BCP 47).");
            }

            if (!ClientMetadataMember.Known.TryGetValue(name, out var known)
                || (mark >= 0 && !known.IsLocalisable)
                || property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (known.Read(property.Value) is not { } value)
            {
                return OAuthError.InvalidClientMetadata($"{name} must be {known.Form}.");
            }

            // Language tags are the same in any case.
            if (!members.TryAdd(mark < 0 ? name : name + property.Name[mark..].ToLowerInvariant(), value))
            {
                return OAuthError.InvalidClientMetadata($"{name} is given twice for one language.");
            }
        }

        return members.Keys.FirstOrDefault(name => name.Contains('#', StringComparison.Ordinal) && !members.ContainsKey(name.Split('#')[0])) is { } orphan
            ? OAuthError.InvalidClientMetadata($"{orphan.Split('#')[0]} is given for a language, but not without one.")
            : members;
    }
}
