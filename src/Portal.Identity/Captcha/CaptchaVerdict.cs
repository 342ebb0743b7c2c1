using System.Text.Json.Serialization;

namespace Portal.Identity.Captcha;

/// <summary>What a third party says of an answer; the members that all of them have.</summary>
internal sealed record CaptchaVerdict
{
    [JsonPropertyName("success")]
    public bool Success { get; init; }

    /// <summary>Of the page on which the captcha was solved.</summary>
    [JsonPropertyName("hostname")]
    public string? Hostname { get; init; }

    /// <summary>When it was solved.</summary>
    [JsonPropertyName("challenge_ts")]
    public string? SolvedAt { get; init; }
}
