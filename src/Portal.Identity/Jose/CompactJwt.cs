using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Portal.Identity.Jose;

/// <summary>A signed JWT that somebody sent (RFC 7519, RFC 7515 §7.1), taken apart and not yet believed.</summary>
public sealed class CompactJwt
{
    /// <summary>Longest accepted text, in characters.</summary>
    public const int MaximumLength = 16 * 1024;

    private static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private readonly JsonElement _header;
    private readonly JsonElement _claims;

    private CompactJwt(JsonElement header, JsonElement claims, byte[] signingInput, byte[] signature) =>
        (_header, _claims, SigningInput, Signature) = (header, claims, signingInput, signature);

    /// <summary>The <c>alg</c> of the header.</summary>
    public string? Algorithm => TextOf(_header, "alg");

    /// <summary>The <c>kid</c> of the header.</summary>
    public string? KeyId => TextOf(_header, "kid");

    /// <summary>The <c>typ</c> of the header.</summary>
    public string? Type => TextOf(_header, "typ");

    /// <summary>The <c>jwk</c> of the header, as sent: it may hold anything. <see langword="null"/> if it is absent or no object.</summary>
    public JsonObject? Key => _header.TryGetProperty("jwk", out var key) && key.ValueKind == JsonValueKind.Object ? JsonObject.Create(key) : null;

    /// <summary>Whether it demands that extensions be understood; there is none that we understand (RFC 7515 §4.1.11).</summary>
    public bool HasCriticalExtensions => _header.TryGetProperty("crit", out _);

    /// <summary>What is signed.</summary>
    public byte[] SigningInput { get; }

    public byte[] Signature { get; }

    /// <summary>For whom it is (RFC 7519 §4.1.3); empty if it does not say, or not in strings.</summary>
    public IReadOnlyList<string> Audiences => !_claims.TryGetProperty("aud", out var audience) ? []
        : audience.ValueKind == JsonValueKind.String ? [audience.GetString()!]
        : audience.ValueKind == JsonValueKind.Array && audience.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) ? [.. audience.EnumerateArray().Select(item => item.GetString()!)]
        : [];

    /// <summary>Reads the compact form; <see langword="false"/> if it is not three parts of base64url, the first two of them JSON objects without repeated members.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CompactJwt? jwt)
    {
        jwt = null;
        if (text.Length > MaximumLength || text.Split('.', 4) is not [var header, var claims, var signature]
            || !TryDecode(header, out var headerBytes) || !TryDecode(claims, out var claimBytes) || !TryDecode(signature, out var signatureBytes)
            || !TryReadObject(headerBytes, out var headerObject) || !TryReadObject(claimBytes, out var claimObject))
        {
            return false;
        }

        jwt = new CompactJwt(headerObject, claimObject, Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]), signatureBytes);
        return true;
    }

    /// <summary>A claim that is a string; <see langword="null"/> if it is absent or something else.</summary>
    public string? Text(string claim) => TextOf(_claims, claim);

    /// <summary>A claim that is a time (NumericDate, RFC 7519 §2).</summary>
    /// <param name="time"><see langword="null"/> if the claim is absent.</param>
    /// <returns><see langword="false"/> if the claim is there and no time within the calendar.</returns>
    public bool TryReadTime(string claim, out DateTimeOffset? time)
    {
        time = null;
        if (!_claims.TryGetProperty(claim, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() - 1)
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        return true;
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryDecode(string part, out byte[] bytes)
    {
        bytes = [];
        if (part.AsSpan().ContainsAnyExcept(Characters) || !Base64Url.IsValid(part))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(part);
        return true;
    }

    private static bool TryReadObject(byte[] json, out JsonElement element)
    {
        element = default;
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            element = document.RootElement.Clone();
            return element.ValueKind == JsonValueKind.Object && IsReadable(element);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false; // the second is how System.Text.Json reports an escaped half of a surrogate pair
        }
    }

    private static bool IsReadable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is not null,
        JsonValueKind.Array => element.EnumerateArray().All(IsReadable),
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name.Length >= 0 && IsReadable(member.Value)),
        _ => true,
    };
}
