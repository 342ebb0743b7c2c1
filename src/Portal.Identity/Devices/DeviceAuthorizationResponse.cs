using System.Text.Json.Serialization;

namespace Portal.Identity.Devices;

/// <summary>The successful answer of the device authorization endpoint (RFC 8628 §3.2). Absent members are left out.</summary>
public sealed record DeviceAuthorizationResponse
{
    [JsonPropertyName("device_code")]
    public required string DeviceCode { get; init; }

    [JsonPropertyName("user_code")]
    public required string UserCode { get; init; }

    [JsonPropertyName("verification_uri")]
    public required string VerificationUri { get; init; }

    /// <summary>With the code in it; only where the operator allows that.</summary>
    [JsonPropertyName("verification_uri_complete")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VerificationUriComplete { get; init; }

    /// <summary>Whole seconds.</summary>
    [JsonPropertyName("expires_in")]
    public long ExpiresIn { get; } = (long)DeviceCodeGrant.Lifetime.TotalSeconds;

    /// <summary>Whole seconds.</summary>
    [JsonPropertyName("interval")]
    public long Interval { get; } = (long)DeviceCodeGrant.FirstInterval.TotalSeconds;

    /// <summary>Without the codes.</summary>
    public override string ToString() => nameof(DeviceAuthorizationResponse);
}
