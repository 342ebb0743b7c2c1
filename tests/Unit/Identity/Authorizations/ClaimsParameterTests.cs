using Portal.Identity.Authorizations;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Identity.Clients;
using Xunit;
using static Portal.Identity.Authorizations.AuthorizationDecision;

namespace Portal.Tests.Unit.Identity.Authorizations;

/// <summary>The parameter <c>claims</c> (OpenID Connect Core §5.5) and the bounds of every other.</summary>
public sealed class ClaimsParameterTests
{
    private const string Known = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    [Theory]
    [InlineData("{}", "", "")]
    [InlineData("""{"id_token":{},"userinfo":{}}""", "", "")]
    [InlineData("""{"id_token":{"email":null,"name":{"essential":true},"auth_time":{"essential":true},"acr":null},"userinfo":{"email_verified":null}}""", "name email", "email_verified")]
    [InlineData("""{"userinfo":{"preferred_username":{"value":"x","more":1},"http://example.com/other":null,"name#de":null}}""", "", "preferred_username")]
    [InlineData("""{"verified_claims":{"x":1},"userinfo":{"picture":{"essential":false}}}""", "", "")]
    public void What_is_known_is_read_and_the_rest_ignored(string json, string idToken, string userInfo)
    {
        var claims = Assert.IsType<Accepted>(Read(json)).Request.Claims;

        Assert.Equal((idToken, userInfo), (string.Join(' ', claims.IdToken), string.Join(' ', claims.UserInfo)));
        var again = RequestedClaims.Read(claims.ToStored());
        Assert.Equal(claims.IdToken, again.IdToken);
        Assert.Equal(claims.UserInfo, again.UserInfo);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("""{"id_token":[]}""")]
    [InlineData("""{"userinfo":null}""")]
    [InlineData("""{"userinfo":{"email":true}}""")]
    [InlineData("""{"userinfo":{"email":{"essential":"yes"}}}""")]
    [InlineData("""{"userinfo":{"email":{"values":"x"}}}""")]
    [InlineData("""{"userinfo":{"email":null,"email":null}}""")]
    [InlineData("""{"id_token":{"sub":{"value":"nobody"}}}""")]
    [InlineData("""{"id_token":{"sub":{"value":7}}}""")]
    [InlineData("""{"id_token":{"sub":{"values":["01ARZ3NDEKTSV4RRFFQ69G5FAV","01ARZ3NDEKTSV4RRFFQ69G5FAW"]}}}""")]
    [InlineData("""{"id_token":{"sub":{"value":"\ud800"}}}""")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""")]
    public void What_is_malformed_is_refused_to_the_client(string json) =>
        Assert.Equal("invalid_request", Assert.IsType<RefusedToClient>(Read(json)).Error.Code);

    [Theory]
    [InlineData("""{"id_token":{"sub":{"value":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}}}""", Known)]
    [InlineData("""{"userinfo":{"sub":{"values":["01ARZ3NDEKTSV4RRFFQ69G5FAV"]}},"id_token":{"sub":{"value":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}}}""", Known)]
    [InlineData("""{"id_token":{"sub":null}}""", null)]
    public void A_subject_names_the_only_person(string json, string? subject) =>
        Assert.Equal(subject, Assert.IsType<Accepted>(Read(json)).Request.Subject is { } id ? Ulid.Encode(id) : null);

    [Theory]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["phr","phrh"]}}}""", false)]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"phr"}}}""", false)]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["phr","urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"]}}}""", true)]
    [InlineData("""{"id_token":{"acr":{"values":["phr"]}}}""", true)]
    [InlineData("""{"id_token":{"acr":{"essential":true}}}""", true)]
    public void Only_an_essential_acr_that_cannot_be_had_ends_the_request(string json, bool accepted)
    {
        var decision = Read(json);

        Assert.Equal(accepted ? null : "unmet_authentication_requirements", (decision as RefusedToClient)?.Error.Code);
        Assert.Equal(accepted, decision is Accepted);
    }

    [Theory]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"https://refeds.org/profile/mfa"}}}""", "https://refeds.org/profile/mfa")]
    [InlineData("""{"userinfo":{"acr":{"essential":true,"values":["phr","https://refeds.org/profile/mfa"]}}}""", "https://refeds.org/profile/mfa")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"}}}""", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport","https://refeds.org/profile/mfa"]}}}""", null)]
    [InlineData("""{"id_token":{"acr":{"value":"https://refeds.org/profile/mfa"}}}""", null)]
    public void An_essential_acr_that_can_be_had_is_demanded(string json, string? context) =>
        Assert.Equal(context, Assert.IsType<Accepted>(Read(json)).Request.DemandedContext);

    [Theory]
    [InlineData("state", 4096)]
    [InlineData("nonce", 1024)]
    [InlineData("login_hint", 512)]
    [InlineData("acr_values", 1024)]
    public void A_parameter_is_kept_up_to_its_bound(string name, int length)
    {
        Assert.IsType<Accepted>(Authorize.Read($"{name}={new string('x', length)}"));
        Assert.Equal(AuthorizationRefusal.MalformedParameter, Assert.IsType<RefusedOnPage>(Authorize.Read($"{name}={new string('x', length + 1)}")).Reason);
    }

    [Theory]
    [InlineData("claims")]
    [InlineData("scope")]
    [InlineData("id_token_hint")]
    [InlineData("ui_locales")]
    public void A_parameter_beyond_its_bound_ends_on_a_page(string name) =>
        Assert.IsType<RefusedOnPage>(Authorize.Read($"{name}={new string('x', 9000)}"));

    private static AuthorizationDecision Read(string json) =>
        AuthorizationRequestReader.Read(Authorize.Form($"claims={Uri.EscapeDataString(json)}"), Registration.Register());
}
