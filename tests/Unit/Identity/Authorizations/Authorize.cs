using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Identity.Clients;

namespace Portal.Tests.Unit.Identity.Authorizations;

/// <summary>Sends authorization requests: a good one, changed where a test wants it.</summary>
internal static class Authorize
{
    /// <summary>RFC 7636 appendix B.</summary>
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    public const string Issuer = "https://auth.example/";

    public static AuthorizationDecision Read(string changes = "", Client? client = null) =>
        AuthorizationRequestReader.Read(Form(changes), client ?? Registration.Register());

    /// <summary>Changes are written as in a query; a parameter with an empty value is left out.</summary>
    public static OAuthResult<OAuthForm> Form(string changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            ["redirect_uri"] = "https://example.com/cb",
            ["scope"] = "openid",
            ["state"] = "xyz",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var pair in changes.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=', 2)))
        {
            parameters[pair[0]] = Uri.UnescapeDataString(pair[1]);
        }

        return OAuthForm.Read(parameters.Where(pair => pair.Value?.Length > 0));
    }

    public static Client StaticClient(string method, params string[] redirectUris) =>
        Client.Configure(Guid.CreateVersion7(Registration.Now), new ConfiguredClient(method, redirectUris) { PkceRequired = false }, encryptedSecret: null, Registration.Now);
}
