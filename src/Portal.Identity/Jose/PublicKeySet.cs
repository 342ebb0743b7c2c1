using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Identity.Jose;

/// <summary>The keys that somebody else signs with (RFC 7517 §5).</summary>
public sealed class PublicKeySet
{
    /// <summary>How many keys of one set are looked at.</summary>
    public const int MaximumKeys = 32;

    private readonly IReadOnlyList<PublicKey> _keys;

    private PublicKeySet(IReadOnlyList<PublicKey> keys) => _keys = keys;

    /// <summary>Reads a key set; keys that this version cannot use are left out (RFC 7517 §5).</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out PublicKeySet? keys)
    {
        keys = null;
        try
        {
            if (JsonNode.Parse(json.Span, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 16 }) is not JsonObject set || set["keys"] is not JsonArray array)
            {
                return false;
            }

            keys = new PublicKeySet([.. array.Take(MaximumKeys).OfType<JsonObject>().Select(PublicKey.Read).OfType<PublicKey>()]);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether one of the keys made the signature: one for the algorithm and, where both sides name one, of that id.</summary>
    public bool Verifies(CompactJwt jwt, JwtAlgorithm algorithm) => _keys.Any(key => key.Verifies(jwt, algorithm));
}
