using Portal.Identity.Protocol;

namespace Portal.Identity.Discovery;

/// <summary>What differs from one installation's discovery document to another's.</summary>
public sealed record DiscoverySettings
{
    private readonly string _issuer = "";
    private readonly string _publicBase = "";

    /// <summary>The <c>iss</c> of every token; serialised, so that a bare origin ends with a slash.</summary>
    /// <exception cref="ArgumentException">The value is no http or https URL.</exception>
    public required string Issuer
    {
        get => _issuer;
        init => _issuer = Serialise(value);
    }

    /// <summary>Where the endpoints live, with or without a path; serialised like the issuer.</summary>
    /// <exception cref="ArgumentException">The value is no http or https URL.</exception>
    public required string PublicBase
    {
        get => _publicBase;
        init => _publicBase = Serialise(value);
    }

    /// <summary>Whether people may register with a password.</summary>
    public required bool RegistrationEnabled { get; init; }

    /// <summary>Whether every client must push its requests.</summary>
    public bool RequirePushedAuthorizationRequests { get; init; }
    /// <summary>Whether there is a device authorization grant.</summary>
    public bool DeviceCodeGrantEnabled { get; init; } = true;

    /// <summary>Whether people may delete their accounts.</summary>
    public bool AccountDeactivationAllowed { get; init; }

    /// <summary>Whether there is a homeserver, whose users have a cryptographic identity to reset.</summary>
    public bool HasHomeserver { get; init; }

    /// <summary>What the configured keys can do, each once.</summary>
    public required IReadOnlyList<string> SigningAlgorithms { get; init; }

    /// <summary>The names of the supported client authentication methods.</summary>
    public required IReadOnlyList<string> AuthMethods { get; init; }

    /// <summary>Whether a <c>client_id</c> may be the address of the client's metadata.</summary>
    public bool ClientDocumentsEnabled { get; init; } = true;

    private static string Serialise(string value) => Url.TryParse(value, out var url) && url is { IsWeb: true, Query: null, Fragment: null }
        ? url.Href
        : throw new ArgumentException("The issuer and the public base must be http or https URLs without query and fragment.", nameof(value));
}
