using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>The answer to an authorization request, ready to be delivered to the client (RFC 6749 §4.1.2, RFC 9207).</summary>
/// <param name="Return">Where to and how.</param>
/// <param name="Parameters">In the order in which they are written; for <see cref="ResponseMode.FormPost"/> the fields of the form.</param>
public sealed record AuthorizationResponse(AuthorizationReturn Return, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>The answer of a fulfilled grant.</summary>
    /// <param name="destination">From the request.</param>
    /// <param name="code">The authorization code.</param>
    /// <param name="issuer">As discovery states it; tells the client which server answers (D29).</param>
    public static AuthorizationResponse Granted(AuthorizationReturn destination, string code, string issuer) =>
        Make(destination, issuer, ("code", code));

    /// <summary>The answer to a request that was refused.</summary>
    public static AuthorizationResponse Refused(AuthorizationReturn destination, OAuthError error, string issuer) =>
        Make(destination, issuer, ("error", error.Code), ("error_description", error.Description));

    /// <summary>The value of the <c>Location</c> header.</summary>
    /// <exception cref="InvalidOperationException">The mode is <see cref="ResponseMode.FormPost"/>, which answers with a page.</exception>
    public string Location() => Return.Mode switch
    {
        // The empty fragment keeps browsers from carrying one over that an earlier redirect had.
        ResponseMode.Query => $"{Return.RedirectUri}{QuerySeparator()}{Encoded()}#",
        ResponseMode.Fragment => $"{Return.RedirectUri}#{Encoded()}",
        _ => throw new InvalidOperationException("form_post answers with a page, not with a redirect."),
    };

    private static AuthorizationResponse Make(AuthorizationReturn destination, string issuer, params (string Name, string? Value)[] answer)
    {
        (string Name, string? Value)[] all = [.. answer, ("state", destination.State), ("iss", issuer)];
        return new(destination, [.. all.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!))]);
    }

    private string QuerySeparator()
    {
        var mark = Return.RedirectUri.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? "?" : mark == Return.RedirectUri.Length - 1 ? "" : "&";
    }

    private string Encoded() =>
        string.Join('&', Parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
}
