using System.Text.Json.Serialization;

namespace Portal.Identity.Authorizations;

/// <summary>The answer to a pushed request (RFC 9126 §2.2).</summary>
/// <param name="ExpiresIn">Whole seconds.</param>
public sealed record PushedAuthorizationResponse(
    [property: JsonPropertyName("request_uri")] string RequestUri,
    [property: JsonPropertyName("expires_in")] long ExpiresIn)
{
    /// <summary>Without the URI, which is a secret until it is used.</summary>
    public override string ToString() => nameof(PushedAuthorizationResponse);
}
