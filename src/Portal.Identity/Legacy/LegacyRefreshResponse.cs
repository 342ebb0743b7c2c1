using System.Text.Json.Serialization;

namespace Portal.Identity.Legacy;

/// <summary>The successful answer of <c>POST /refresh</c> (compat contract, section 9).</summary>
public sealed record LegacyRefreshResponse
{
    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public required string RefreshToken { get; init; }

    /// <summary>Milliseconds.</summary>
    [JsonPropertyName("expires_in_ms")]
    public required long ExpiresInMs { get; init; }

    /// <summary>Without the tokens.</summary>
    public override string ToString() => nameof(LegacyRefreshResponse);
}
