using System.Text.Json.Serialization;

namespace Portal.Legacy;

/// <summary>The body of <c>POST /login</c> (compat contract, section 4).</summary>
internal sealed record LoginRequest(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("identifier")] LoginIdentifier? Identifier = null,
    [property: JsonPropertyName("user")] string? User = null,
    [property: JsonPropertyName("password")] string? Password = null,
    [property: JsonPropertyName("token")] string? Token = null,
    [property: JsonPropertyName("device_id")] string? DeviceId = null,
    [property: JsonPropertyName("initial_device_display_name")] string? InitialDeviceDisplayName = null,
    [property: JsonPropertyName("refresh_token")] bool RefreshToken = false)
{
    /// <summary>Without password and token.</summary>
    public override string ToString() => $"LoginRequest {Type}";
}

/// <summary>Who signs in (Matrix client-server API, "Identifier types").</summary>
internal sealed record LoginIdentifier(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("user")] string? User = null,
    [property: JsonPropertyName("medium")] string? Medium = null,
    [property: JsonPropertyName("address")] string? Address = null);
