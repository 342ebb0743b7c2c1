namespace Portal.Identity.Authorizations;

/// <summary>Where the answer to an authorization request goes, and how. The URI is one that the client registered.</summary>
/// <param name="RedirectUri">Serialised, without a fragment.</param>
/// <param name="Mode">The response mode that was asked for, or the default.</param>
/// <param name="State">Given back as it came (RFC 6749 §4.1.1); <see langword="null"/> if none did.</param>
public sealed record AuthorizationReturn(string RedirectUri, ResponseMode Mode, string? State);
