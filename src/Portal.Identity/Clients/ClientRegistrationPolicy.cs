using System.Buffers;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>Which clients may register themselves: those whose every address lies on one site of theirs (contract section 3.3).</summary>
public sealed class ClientRegistrationPolicy(ClientRegistrationOptions options)
{
    private const string PathText = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._~-";
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(PathText);
    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(PathText + "()@:%+#?&=");
    private static readonly string[] Pages = ["tos_uri", "policy_uri", "logo_uri"];

    /// <summary>All violations in one error: <c>invalid_redirect_uri</c> if any is about one, else <c>invalid_client_metadata</c>; <see langword="null"/> if the client may register.</summary>
    public OAuthError? Check(ClientMetadata metadata)
    {
        var violations = Violations(metadata).ToList();
        var description = string.Join("; ", violations);
        return violations.Count == 0 ? null
            : description.Contains("redirect_uri", StringComparison.Ordinal) ? OAuthError.InvalidRedirectUri(description)
            : OAuthError.InvalidClientMetadata(description);
    }

    /// <summary>Whether the address lies on the site that the client calls its own.</summary>
    public bool IsOwn(Url address, ClientMetadata metadata) => IsSameSite(address, metadata.ClientUri);

    /// <summary>The violations in the words of the contract, each once.</summary>
    public IEnumerable<string> Violations(ClientMetadata metadata)
    {
        if (metadata.ClientUri is null ? !options.AllowMissingClientUri : !IsSecure(metadata.ClientUri))
        {
            yield return metadata.ClientUri is null ? "missing client_uri" : "invalid client_uri";
        }

        foreach (var member in Pages)
        {
            if (metadata.UrlOf(member) is not { } page)
            {
                continue;
            }

            if (!IsSecure(page))
            {
                yield return $"invalid {member}";
            }

            if (!IsSameSite(page, metadata.ClientUri))
            {
                yield return $"{member} not on the same host as the client_uri";
            }
        }

        if (metadata.GrantTypes.Contains(GrantTypes.ClientCredentials, StringComparer.Ordinal) && metadata.TokenEndpointAuthMethod is ClientAuthMethod.None)
        {
            yield return "client_credentials grant_type requires some form of client authentication";
        }

        if (metadata.NeedsRedirect && metadata.RedirectUris is null or { Count: 0 })
        {
            yield return metadata.RedirectUris is null ? "missing redirect_uris" : "invalid redirect_uris: it must have at least one redirect_uri";
        }

        if (metadata.RedirectUris?.All(uri => IsAllowedRedirect(uri, metadata)) == false)
        {
            yield return "invalid redirect_uri";
        }

        if (metadata.PostLogoutRedirectUris?.All(uri => IsAllowedRedirect(uri, metadata)) == false)
        {
            yield return "invalid post_logout_redirect_uri";
        }

        if (metadata.BackchannelLogoutUri is { } backchannel && !(IsSecure(backchannel) && IsSameSite(backchannel, metadata.ClientUri)))
        {
            yield return "invalid backchannel_logout_uri";
        }
    }

    private bool IsAllowedRedirect(Url uri, ClientMetadata metadata) =>
        (IsSecure(uri) && IsSameSite(uri, metadata.ClientUri))
        || (metadata.IsNative && (IsLoopbackRedirect(uri) || IsPrivateScheme(uri, metadata.ClientUri)));

    private bool IsSecure(Url url) =>
        url.IsWeb && url.Authority?.UserInfo is null
        && (options.AllowInsecureUris || (url.Scheme is "https" && FitsGrammar(url) && !url.IsLoopback && url.Host is not "0.0.0.0"));

    // Without client_uri there is nothing to compare with: right only where the operator allows its absence (D5).
    private bool IsSameSite(Url url, Url? clientUri) =>
        options.AllowHostMismatch
        || (clientUri is null
            ? options.AllowMissingClientUri
            : string.Equals(url.Host, clientUri.Host, StringComparison.Ordinal) || url.Host.EndsWith("." + clientUri.Host, StringComparison.Ordinal));

    // RFC 8252 §7.3.
    private static bool IsLoopbackRedirect(Url uri) => uri is { Scheme: "http", IsLoopback: true } && FitsGrammar(uri);

    // RFC 8252 §7.1: the scheme is the client's own domain, backwards. The dot that this implies keeps javascript:, data: and file: out,
    // which a client_uri of one label would otherwise let in.
    private static bool IsPrivateScheme(Url uri, Url? clientUri)
    {
        if (uri.IsWeb || uri.Host.Length > 0 || clientUri is null || !FitsGrammar(uri))
        {
            return false;
        }

        var own = string.Join('.', clientUri.Host.Split('.').Reverse());
        return own.Contains('.', StringComparison.Ordinal)
            && (uri.Scheme + ".").StartsWith(own + ".", StringComparison.Ordinal);
    }

    // The path of a custom scheme need not begin with a slash (D20).
    private static bool FitsGrammar(Url url) =>
        url.Authority?.UserInfo is null
        && (url.Host is "" or "[::1]" || url.Host.Split('.').All(IsLabel))
        && !url.Path.AsSpan().ContainsAnyExcept(PathCharacters)
        && !url.Query.AsSpan().ContainsAnyExcept(QueryCharacters)
        && (url.Fragment is null || (url.Query is not null && !url.Fragment.AsSpan().ContainsAnyExcept(QueryCharacters)));

    private static bool IsLabel(string label) =>
        label.Length > 0 && char.IsAsciiLetterOrDigit(label[0]) && char.IsAsciiLetterOrDigit(label[^1])
        && label.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-');
}
