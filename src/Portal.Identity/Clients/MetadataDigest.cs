using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Identity.Clients;

/// <summary>Recognises a client that registers again with the same metadata (contract section 3.4).</summary>
public static class MetadataDigest
{
    /// <summary>SHA-256, in lower-case hexadecimal, of all known members as received: in one order, however the client ordered them.</summary>
    /// <remarks>Only for clients without a secret: two that share an id must not share a secret they were each given.</remarks>
    public static string Of(ClientMetadata metadata)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in metadata.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(Canonical(value));
            }

            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonArray array => $"[{string.Join(',', array.Select(Canonical).Order(StringComparer.Ordinal))}]",
        JsonObject members => $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{JsonValue.Create(member.Key).ToJsonString()}:{Canonical(member.Value)}"))}}}",
        null => "null",
        _ => node.ToJsonString(),
    };
}
