namespace Portal.Identity.Clients;

/// <summary>What the operator lets clients register beyond the strict rules (contract section 3.3). For development; all off by default.</summary>
public sealed class ClientRegistrationOptions
{
    /// <summary>Redirect, logo, policy and terms URIs may lie on another host than the client's own. Default off.</summary>
    public bool AllowHostMismatch { get; init; }

    /// <summary>http and local hosts count as secure. Default off.</summary>
    public bool AllowInsecureUris { get; init; }

    /// <summary>A client may do without <c>client_uri</c>; what would be compared with it is then not compared. Default off.</summary>
    public bool AllowMissingClientUri { get; init; }
}
