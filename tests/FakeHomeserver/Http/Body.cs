using System.Text.Json;

namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>A JSON object that somebody sent.</summary>
internal sealed class Body(JsonElement json)
{
    public JsonElement this[string name] => json.GetProperty(name);

    /// <exception cref="MatrixErrorException">It is not JSON, or no object.</exception>
    public static Body Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new Body(document.RootElement.Clone())
                : throw new MatrixErrorException(400, "M_BAD_JSON", "Content must be a JSON object.");
        }
        catch (JsonException)
        {
            throw new MatrixErrorException(400, "M_NOT_JSON", "Content not JSON.");
        }
    }

    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>None for a field that is not there, or null.</summary>
    public string? Text(string name) => Value(name)?.GetString();

    /// <inheritdoc cref="Text"/>
    public bool? Flag(string name) => Value(name)?.GetBoolean();

    /// <inheritdoc cref="Text"/>
    public IReadOnlyList<string>? Texts(string name) => Value(name) is { } list ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : null;

    /// <inheritdoc cref="Text"/>
    public IReadOnlyList<Body>? Objects(string name) => Value(name) is { } list ? [.. list.EnumerateArray().Select(item => new Body(item))] : null;

    private JsonElement? Value(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
