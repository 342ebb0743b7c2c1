using Portal.Identity.Authorizations;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Identity.Authorizations;
using Portal.Tests.Unit.Identity.Clients;
using Xunit;
using static Portal.Identity.Authorizations.AuthorizationDecision;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to redeem a code without the verifier that belongs to it.</summary>
public sealed class PkceAttacks
{
    [Fact]
    public void A20_A_registered_client_cannot_leave_the_challenge_out() =>
        Assert.Equal("invalid_request", Refusal("code_challenge=&code_challenge_method=").Code);

    [Theory]
    [InlineData("code_challenge_method=plain")]
    [InlineData("code_challenge_method=")]
    [InlineData("code_challenge_method=s256")]
    [InlineData("code_challenge_method=none")]
    [InlineData("code_challenge=")]
    [InlineData("code_challenge=x")]
    public void A20_Half_of_PKCE_or_its_plain_method_is_refused_to_everyone(string changes)
    {
        Assert.Equal("invalid_request", Refusal(changes).Code);
        Assert.Equal("invalid_request", Assert.IsType<RefusedToClient>(Authorize.Read(changes, Confidential())).Error.Code);
    }

    [Fact]
    public void A20_A_public_client_of_the_configuration_cannot_leave_the_challenge_out() => Assert.IsType<RefusedToClient>(
        Authorize.Read("code_challenge=&code_challenge_method=", Authorize.StaticClient("none", "https://example.com/cb")));

    [Fact]
    public void A20_A_confidential_client_that_registered_itself_cannot_leave_the_challenge_out() => Assert.IsType<RefusedToClient>(
        Authorize.Read("code_challenge=&code_challenge_method=", Registration.Register("""{ "token_endpoint_auth_method": "client_secret_basic" }""")));

    [Fact]
    public void A20_Only_a_confidential_client_of_the_configuration_may_do_without() => Assert.Null(
        Assert.IsType<Accepted>(Authorize.Read("code_challenge=&code_challenge_method=", Confidential())).Request.CodeChallenge);

    [Fact]
    public void A20_The_challenge_is_not_its_own_verifier()
    {
        Assert.NotNull(Pkce.Check(Authorize.Challenge, Authorize.Challenge));
        Assert.NotNull(Pkce.Check(Authorize.Verifier, Authorize.Verifier)); // a plain challenge, had one been stored
    }

    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("", "invalid_grant")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", "invalid_grant")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk=", "invalid_grant")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\0", "invalid_grant")]
    public void A20_A_challenge_cannot_be_answered_with_less_than_its_verifier(string? verifier, string code) =>
        Assert.Equal(code, Pkce.Check(Authorize.Challenge, verifier)?.Code);

    [Fact]
    public void A20_A_verifier_cannot_be_brought_to_a_code_without_challenge() => Assert.NotNull(Pkce.Check(challenge: null, Authorize.Verifier));

    private static OAuthError Refusal(string changes) => Assert.IsType<RefusedToClient>(Authorize.Read(changes)).Error;

    private static global::Portal.Identity.Clients.Client Confidential() => Authorize.StaticClient("client_secret_basic", "https://example.com/cb");
}
