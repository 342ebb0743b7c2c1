using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Jose;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>How a client says who it is, recognised before anything is looked up (oauth contract, section 0.4).</summary>
/// <param name="ClientId">As sent.</param>
public abstract record PresentedCredentials(string ClientId)
{
    private const string BasicScheme = "Basic ";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Whether a client that is registered for this authentication method may authenticate so.</summary>
    public abstract bool Fits(string method);

    /// <summary>Only its id: a public client.</summary>
    public sealed record IdOnly(string ClientId) : PresentedCredentials(ClientId)
    {
        public override bool Fits(string method) => method is ClientAuthMethod.None;
    }

    /// <summary>A secret, in the header or in the body.</summary>
    /// <param name="Method">Which of the two.</param>
    /// <param name="Secrets">What may be the secret: as sent and, for Basic, percent-decoded too (D12).</param>
    public sealed record Secret(string ClientId, string Method, IReadOnlyList<string> Secrets) : PresentedCredentials(ClientId)
    {
        public override bool Fits(string method) => method == Method;

        /// <summary>Whether this is the secret, in a time that does not tell how nearly.</summary>
        public bool Matches(byte[] expected) => Secrets.Any(secret => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), expected));

        /// <summary>Without the secrets.</summary>
        public override string ToString() => $"{Method} of client {ClientId}";
    }

    /// <summary>A JWT that the client signed (RFC 7523 §2.2); with what kind of key, its registration says.</summary>
    public sealed record Assertion(string ClientId, CompactJwt Jwt) : PresentedCredentials(ClientId)
    {
        public override bool Fits(string method) => method is ClientAuthMethod.SecretJwt or ClientAuthMethod.PrivateKeyJwt;
    }

    /// <summary>Recognises the one combination that was sent; anything else is <c>invalid_request</c>.</summary>
    /// <param name="authorization">The <c>Authorization</c> header, if there is one.</param>
    public static OAuthResult<PresentedCredentials> Recognise(string? authorization, OAuthForm form)
    {
        var (id, secret) = (form["client_id"], form["client_secret"]);
        var (assertion, assertionType) = (form["client_assertion"], form["client_assertion_type"]);
        var isAssertion = assertion is not null || assertionType is not null;
        if ((authorization is null ? 0 : 1) + (secret is null ? 0 : 1) + (isAssertion ? 1 : 0) > 1)
        {
            return OAuthError.InvalidRequest("The client authenticates in more than one way; use one.");
        }

        return isAssertion ? ReadAssertion(assertion, assertionType, id)
            : authorization is not null ? ReadHeader(authorization, id)
            : (id, secret) switch
            {
                (null, null) => OAuthError.InvalidRequest("The client did not say who it is: client_id is missing."),
                (null, _) => OAuthError.InvalidRequest("client_secret is given without client_id."),
                (_, null) => new IdOnly(id),
                _ => new Secret(id, ClientAuthMethod.Post, [secret]),
            };
    }

    private static OAuthResult<PresentedCredentials> ReadAssertion(string? assertion, string? type, string? bodyId)
    {
        if (assertion is null || type is not AssertionType)
        {
            return OAuthError.InvalidRequest($"client_assertion and client_assertion_type belong together, and the type must be {AssertionType}.");
        }

        if (!CompactJwt.TryParse(assertion, out var jwt) || jwt.Text("sub") is not { Length: > 0 } subject)
        {
            return OAuthError.InvalidRequest("client_assertion is no signed JWT with a sub.");
        }

        return bodyId is null || bodyId == subject
            ? new Assertion(subject, jwt)
            : OAuthError.InvalidGrant("client_id in the body is not the sub of the assertion.");
    }

    private static OAuthResult<PresentedCredentials> ReadHeader(string authorization, string? bodyId)
    {
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return bodyId is null
                ? OAuthError.InvalidClient("A bearer token does not authenticate a client here.")
                : OAuthError.InvalidRequest("A bearer token and client_id are given together.");
        }

        if (!TryReadBasic(authorization, out var id, out var secret))
        {
            return OAuthError.InvalidRequest("The Authorization header is not a well-formed Basic header.");
        }

        var decoded = Uri.UnescapeDataString(secret.Replace('+', ' '));
        return bodyId is null || bodyId == id
            ? new Secret(id, ClientAuthMethod.Basic, [secret, decoded])
            : OAuthError.InvalidGrant("client_id in the body is not the client of the Authorization header.");
    }

    private static bool TryReadBasic(string authorization, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out string? secret)
    {
        (id, secret) = (null, null);
        if (!authorization.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[BasicScheme.Length..].Trim(), bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return false;
        }

        (id, secret) = (Uri.UnescapeDataString(text[..colon]), text[(colon + 1)..]);
        return true;
    }
}
