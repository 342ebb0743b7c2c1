namespace Portal.Identity.Clients;

/// <summary>A way in which clients prove who they are at the token endpoint (<c>token_endpoint_auth_method</c>, RFC 7591 §2).</summary>
/// <param name="Name">As registered.</param>
/// <param name="NeedsSecret">Whether registration issues a secret; such clients are never merged with an equal one.</param>
public sealed record ClientAuthMethod(string Name, bool NeedsSecret)
{
    public const string None = "none";
    public const string Basic = "client_secret_basic";
    public const string Post = "client_secret_post";
    public const string SecretJwt = "client_secret_jwt";
    public const string PrivateKeyJwt = "private_key_jwt";

    /// <summary>Every method that this version can verify; registration refuses the others and discovery advertises these.</summary>
    public static IReadOnlyList<ClientAuthMethod> Supported { get; } =
    [
        new(Basic, NeedsSecret: true),
        new(Post, NeedsSecret: true),
        new(SecretJwt, NeedsSecret: true),
        new(PrivateKeyJwt, NeedsSecret: false),
        new(None, NeedsSecret: false),
    ];

    /// <summary>The supported method of that name; <see langword="null"/> if there is none.</summary>
    public static ClientAuthMethod? Find(string name) =>
        Supported.FirstOrDefault(method => string.Equals(method.Name, name, StringComparison.Ordinal));
}
