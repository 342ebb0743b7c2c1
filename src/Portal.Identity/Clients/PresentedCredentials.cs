using System.Diagnostics.CodeAnalysis;
using System.Text;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>How a client says who it is, recognised before anything is looked up (oauth contract, section 0.4).</summary>
/// <param name="Method">The authentication method that the combination of credentials means.</param>
/// <param name="ClientId">As sent.</param>
/// <param name="Secrets">What may be the secret: as sent and, for Basic, percent-decoded too (D12). Empty for a public client.</param>
public sealed record PresentedCredentials(string Method, string ClientId, IReadOnlyList<string> Secrets)
{
    private const string BasicScheme = "Basic ";

    /// <summary>Recognises the one combination that was sent; anything else is <c>invalid_request</c>.</summary>
    /// <param name="authorization">The <c>Authorization</c> header, if there is one.</param>
    public static OAuthResult<PresentedCredentials> Recognise(string? authorization, OAuthForm form)
    {
        var (id, secret) = (form["client_id"], form["client_secret"]);
        if (form["client_assertion"] is not null || form["client_assertion_type"] is not null)
        {
            return OAuthError.InvalidRequest("Client assertions are not supported; use one of token_endpoint_auth_methods_supported.");
        }

        if (authorization is not null)
        {
            return secret is null
                ? Basic(authorization, id)
                : OAuthError.InvalidRequest("Client credentials are given twice: in the Authorization header and in the body.");
        }

        return (id, secret) switch
        {
            (null, null) => OAuthError.InvalidRequest("The client did not say who it is: client_id is missing."),
            (null, _) => OAuthError.InvalidRequest("client_secret is given without client_id."),
            (_, null) => new PresentedCredentials(ClientAuthMethod.None, id, []),
            _ => new PresentedCredentials(ClientAuthMethod.Post, id, [secret]),
        };
    }

    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"{Method} of client {ClientId}";

    private static OAuthResult<PresentedCredentials> Basic(string authorization, string? bodyId)
    {
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return OAuthError.InvalidClient("A bearer token does not authenticate a client here.");
        }

        if (!TryReadBasic(authorization, out var id, out var secret))
        {
            return OAuthError.InvalidRequest("The Authorization header is not a well-formed Basic header.");
        }

        var decoded = Uri.UnescapeDataString(secret.Replace('+', ' '));
        return bodyId is null || bodyId == id
            ? new PresentedCredentials(ClientAuthMethod.Basic, id, [secret, decoded])
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
