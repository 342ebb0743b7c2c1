namespace Portal.Identity.Discovery;

/// <summary>Where the world finds us; every absolute URL is made from it, none from a request.</summary>
/// <param name="PublicBase">With a slash at its end.</param>
/// <param name="Issuer">The <c>iss</c> of every token and response.</param>
public sealed record IssuerAddress(Uri PublicBase, string Issuer)
{
    public string Url(string relativePath) => new Uri(PublicBase, relativePath).AbsoluteUri;
}
