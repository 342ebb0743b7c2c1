using Portal.Identity.Authorizations;
using Xunit;

namespace Portal.Tests.Unit.Identity.Authorizations;

public sealed class PkceTests
{
    [Fact]
    public void Line_43_the_values_of_RFC_7636_appendix_B_verify()
    {
        Assert.Equal(Authorize.Challenge, Pkce.ChallengeOf(Authorize.Verifier));
        Assert.Null(Pkce.Check(Authorize.Challenge, Authorize.Verifier));
    }

    [Fact]
    public void Line_43_no_verifier_is_an_invalid_request() => Assert.Equal("invalid_request", Pkce.Check(Authorize.Challenge, verifier: null)?.Code);

    [Fact]
    public void A_verifier_for_no_challenge_is_an_invalid_request() => Assert.Equal("invalid_request", Pkce.Check(challenge: null, Authorize.Verifier)?.Code);

    [Fact]
    public void Neither_is_no_refusal() => Assert.Null(Pkce.Check(challenge: null, verifier: null));

    [Fact]
    public void Line_43_a_wrong_verifier_is_an_invalid_grant()
    {
        var error = Pkce.Check(Authorize.Challenge, Authorize.Verifier[..^1] + "x");

        Assert.Equal("invalid_grant", error?.Code);
        Assert.Contains("PKCE", error?.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(42, ' ', false)]
    [InlineData(43, 'a', true)]
    [InlineData(128, '~', true)]
    [InlineData(129, 'a', false)]
    [InlineData(42, 'a', false)]
    [InlineData(43, ' ', false)]
    [InlineData(43, '+', false)]
    [InlineData(43, 'é', false)]
    public void Line_44_a_verifier_has_43_to_128_unreserved_characters(int length, char character, bool wellFormed)
    {
        var verifier = new string(character, length);

        Assert.Equal(wellFormed, Pkce.IsVerifier(verifier));
        Assert.Equal(wellFormed ? null : "invalid_grant", Pkce.Check(Pkce.ChallengeOf(verifier), verifier)?.Code);
    }

    [Theory]
    [InlineData(Authorize.Challenge, true)]
    [InlineData(Authorize.Challenge + "=", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", false)]
    [InlineData("", false)]
    public void A_challenge_is_a_hash_in_base64url(string text, bool wellFormed) => Assert.Equal(wellFormed, Pkce.IsChallenge(text));
}
