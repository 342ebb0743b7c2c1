using System.Net;

namespace Portal.Identity.Sessions;

/// <summary>From where a request came: for limits, for the session list, for the log.</summary>
/// <param name="Address">The client's address as the trusted-proxy rule finds it; none if it cannot be known.</param>
/// <param name="UserAgent">As sent, cut to what is stored.</param>
public sealed record Requester(IPAddress? Address, string? UserAgent)
{
    private const int MaxUserAgentLength = 512;

    public string? UserAgent { get; } = Cut(UserAgent);

    /// <summary>The thumbprint (RFC 7638) of the key that the request proved to have (RFC 9449 §4); none if it proved none.</summary>
    public string? ProvenKey { get; init; }

    /// <summary>By which the browser is known again (<see cref="KnownBrowser"/>), a key of each account that signed in there; <see langword="null"/> where nobody signs in.</summary>
    public IReadOnlyList<byte[]>? BrowserKeys { get; init; }

    // Not through the middle of a character: PostgreSQL takes no half of one.
    private static string? Cut(string? text) =>
        text is not { Length: > MaxUserAgentLength } ? text
        : char.IsHighSurrogate(text[MaxUserAgentLength - 1]) ? text[..(MaxUserAgentLength - 1)]
        : text[..MaxUserAgentLength];

    /// <summary>The address as it is stored and shown.</summary>
    public string? AddressText => Address?.ToString();
}
