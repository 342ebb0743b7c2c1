using System.Text.Json.Serialization;

namespace Portal.Identity.Legacy;

/// <summary>The successful answer of <c>POST /login</c> (compat contract, section 5). Absent members are left out.</summary>
public sealed record LegacyLoginResponse
{
    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    [JsonPropertyName("device_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeviceId { get; init; }

    /// <summary>The whole Matrix ID.</summary>
    [JsonPropertyName("user_id")]
    public required string UserId { get; init; }

    [JsonPropertyName("refresh_token")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefreshToken { get; init; }

    /// <summary>Milliseconds; there exactly if <see cref="RefreshToken"/> is.</summary>
    [JsonPropertyName("expires_in_ms")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ExpiresInMs { get; init; }

    /// <summary>Without the tokens.</summary>
    public override string ToString() => $"LegacyLoginResponse for {DeviceId}";
}
