using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>A member of the metadata that the contract knows (section 3.1): its type, and how to read it.</summary>
/// <param name="Read">Checks the type; <see langword="null"/> if the value is not of it.</param>
/// <param name="Form">The type in words, for the refusal.</param>
/// <param name="IsLocalisable">Whether it may come in several languages (RFC 7591 §2.2).</param>
internal sealed record ClientMetadataMember(Func<JsonElement, JsonNode?> Read, string Form, bool IsLocalisable = false)
{
    // Names are shown to people who decide whom to trust: long enough for any honest one, without what reorders the text around it.
    private const int LongestName = 256;

    private static readonly ClientMetadataMember Text = new(ReadText, "a string without control characters");
    private static readonly ClientMetadataMember Texts = new(element => ReadArray(element, ReadText), "an array of strings without control characters");
    private static readonly ClientMetadataMember Address = new(ReadUrl, "an absolute URL written with the characters of RFC 3986");
    private static readonly ClientMetadataMember Addresses = new(element => ReadArray(element, ReadUrl), "an array of absolute URLs written with the characters of RFC 3986");
    private static readonly ClientMetadataMember LocalAddress = Address with { IsLocalisable = true };
    private static readonly ClientMetadataMember Flag = new(ReadFlag, "true or false");
    private static readonly ClientMetadataMember Seconds = new(ReadSeconds, "a whole number of seconds");

    /// <summary>All known members by name; others are ignored.</summary>
    internal static readonly FrozenDictionary<string, ClientMetadataMember> Known = new Dictionary<string, ClientMetadataMember>(StringComparer.Ordinal)
    {
        ["redirect_uris"] = Addresses,
        ["grant_types"] = Texts,
        ["response_types"] = Texts,
        ["application_type"] = Text,
        ["token_endpoint_auth_method"] = Text,
        ["token_endpoint_auth_signing_alg"] = Text,
        ["client_name"] = new(ReadName, "a string of at most 256 characters without control or direction characters", IsLocalisable: true),
        ["client_uri"] = LocalAddress,
        ["logo_uri"] = LocalAddress,
        ["policy_uri"] = LocalAddress,
        ["tos_uri"] = LocalAddress,
        ["jwks"] = new(ReadKeySet, "an object whose member keys is an array of objects with kty"),
        ["jwks_uri"] = Address,
        ["initiate_login_uri"] = Address,
        ["contacts"] = Texts,
        ["software_id"] = Text,
        ["software_version"] = Text,
        ["sector_identifier_uri"] = Address,
        ["subject_type"] = Text,
        ["default_max_age"] = Seconds,
        ["require_auth_time"] = Flag,
        ["default_acr_values"] = Texts,
        ["request_uris"] = Addresses,
        ["post_logout_redirect_uris"] = Addresses,
        ["backchannel_logout_uri"] = Address,
        ["backchannel_logout_session_required"] = Flag,
        ["id_token_signed_response_alg"] = Text,
        ["id_token_encrypted_response_alg"] = Text,
        ["id_token_encrypted_response_enc"] = Text,
        ["userinfo_signed_response_alg"] = Text,
        ["userinfo_encrypted_response_alg"] = Text,
        ["userinfo_encrypted_response_enc"] = Text,
        ["request_object_signing_alg"] = Text,
        ["request_object_encryption_alg"] = Text,
        ["request_object_encryption_enc"] = Text,
        ["introspection_signed_response_alg"] = Text,
        ["introspection_encrypted_response_alg"] = Text,
        ["introspection_encrypted_response_enc"] = Text,
        ["require_signed_request_object"] = Flag,
        ["require_pushed_authorization_requests"] = Flag,
        ["dpop_bound_access_tokens"] = Flag,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static JsonNode? ReadText(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { } text && !text.Any(char.IsControl) ? JsonValue.Create(text) : null;

    private static JsonNode? ReadName(JsonElement element) =>
        ReadText(element) is { } name && name.GetValue<string>() is { Length: <= LongestName } text && !text.Any(IsDirection) ? name : null;

    private static bool IsDirection(char character) => character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';

    private static JsonNode? ReadUrl(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && Url.TryParse(element.GetString(), out var url) ? JsonValue.Create(url.Href) : null;

    private static JsonValue? ReadFlag(JsonElement element) =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? JsonValue.Create(element.GetBoolean()) : null;

    private static JsonValue? ReadSeconds(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var seconds) && seconds >= 0 ? JsonValue.Create(seconds) : null;

    private static JsonArray? ReadArray(JsonElement element, Func<JsonElement, JsonNode?> readItem)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var items = element.EnumerateArray().Select(readItem).ToArray();
        return items.Contains(null) ? null : new JsonArray(items);
    }

    private static JsonObject? ReadKeySet(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("keys", out var keys)
        && keys.ValueKind == JsonValueKind.Array && keys.EnumerateArray().All(IsKey) && IsPlain(element)
            ? JsonObject.Create(element.Clone())
            : null;

    private static bool IsKey(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("kty", out var type) && type.ValueKind == JsonValueKind.String;

    // Key sets are stored as they came, so no string in them may hold what a database refuses.
    private static bool IsPlain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => ReadText(element) is not null,
        JsonValueKind.Array => element.EnumerateArray().All(IsPlain),
        JsonValueKind.Object => element.EnumerateObject().All(member => !member.Name.Any(char.IsControl) && IsPlain(member.Value)),
        _ => true,
    };
}
