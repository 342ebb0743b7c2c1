using System.Text.Json;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>What the portal said of a token, with the types that it must have (homeserver contract, section 6.2).</summary>
internal sealed record Introspected(bool Active, IReadOnlyList<string> Scope, string? Username, string? DeviceId, long? ExpiresIn, DateTimeOffset RetrievedAt)
{
    private const string StableDevice = "urn:matrix:client:device:";
    private const string UnstableDevice = "urn:matrix:org.matrix.msc2967.client:device:";

    /// <summary>Whether it gives the client API, in either spelling.</summary>
    public bool HasApi => Scope.Contains("urn:matrix:client:api:*", StringComparer.Ordinal) || Scope.Contains("urn:matrix:org.matrix.msc2967.client:api:*", StringComparer.Ordinal);

    public bool IsAdmin => Scope.Contains("urn:synapse:admin:*", StringComparer.Ordinal);

    /// <summary>The devices that it names, each once: the field, else those of the scope.</summary>
    public IReadOnlyList<string> DeviceIds => DeviceId is not null ? [DeviceId] : [.. Scope.Select(DeviceOf).OfType<string>().Distinct(StringComparer.Ordinal)];

    public bool IsOver(DateTimeOffset now) => ExpiresIn is { } seconds && now > RetrievedAt.AddSeconds(seconds);

    /// <returns>None for what is not JSON, or has a member of another type; a member that is null counts as one.</returns>
    public static Introspected? Read(byte[] json, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var answer = document.RootElement;
            return new Introspected(
                answer.GetProperty("active").GetBoolean(),
                (Optional(answer, "scope")?.GetString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Optional(answer, "username")?.GetString(),
                Optional(answer, "device_id")?.GetString(),
                Optional(answer, "expires_in")?.GetInt64(),
                now);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static JsonElement? Optional(JsonElement answer, string name) =>
        !answer.TryGetProperty(name, out var member) ? null
        : member.ValueKind == JsonValueKind.Null ? throw new FormatException($"{name} is null.")
        : member;

    private static string? DeviceOf(string token) =>
        token.StartsWith(StableDevice, StringComparison.Ordinal) ? token[StableDevice.Length..]
        : token.StartsWith(UnstableDevice, StringComparison.Ordinal) ? token[UnstableDevice.Length..]
        : null;
}
