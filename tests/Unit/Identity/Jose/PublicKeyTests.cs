using System.Text.Json.Nodes;
using Portal.Identity.Jose;
using Xunit;

namespace Portal.Tests.Unit.Identity.Jose;

/// <summary>Keys as the specifications print them.</summary>
public sealed class PublicKeyTests
{
    // RFC 9449 §4.1.
    private const string Proof =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19"
        + ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ"
        + ".2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

    [Fact]
    public void RFC_9449_the_example_is_signed_by_its_key_and_has_the_thumbprint_of_section_6()
    {
        Assert.True(CompactJwt.TryParse(Proof, out var jwt));
        var key = PublicKey.Read(jwt.Key!)!;

        Assert.Equal("dpop+jwt", jwt.Type);
        Assert.True(key.Verifies(jwt, JwtAlgorithm.Find("ES256")!));
        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", key.Thumbprint);
    }

    [Fact]
    public void RFC_7638_the_example_has_its_thumbprint_whatever_else_the_key_says()
    {
        var key = PublicKey.Read(JsonNode.Parse(
            """
            {
              "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
              "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
            }
            """)!.AsObject());

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", key!.Thumbprint);
    }

    // Made once with System.Security.Cryptography.ECDsa; RFC 8812 prints none.
    private const string CurveKey = """{ "kty": "EC", "crv": "secp256k1", "kid": "k", "x": "EavAt2UuqRVl4fhkLiM-8klpsPd6ue6a2bHJj1t3BaE", "y": "kXeyxtBwTqb_SlQWHRXBN0Kh7XHb7kKmLzVRvfjcpdA" }""";

    private const string CurveJwt = "eyJhbGciOiJFUzI1NksiLCJraWQiOiJrIn0.eyJpc3MiOiJqb2UifQ.CevlMHWnIiBYIvX2THnyjko0cWTDmCPwY2jhERWvpLZDbDCe82bXH62G7dkkFgZQNpp98VWYAI8N0mECOgWasw";

    [Fact]
    public void RFC_8812_a_key_on_secp256k1_verifies_what_it_signed_and_nothing_else()
    {
        var key = PublicKey.Read(JsonNode.Parse(CurveKey)!.AsObject())!;
        Assert.True(CompactJwt.TryParse(CurveJwt, out var jwt));
        Assert.True(CompactJwt.TryParse(CurveJwt.Replace("eyJpc3MiOiJqb2UifQ", "eyJpc3MiOiJqb24ifQ", StringComparison.Ordinal), out var changed));

        Assert.True(key.Verifies(jwt, JwtAlgorithm.Find("ES256K")!));
        Assert.False(key.Verifies(jwt, JwtAlgorithm.Find("ES256")!));
        Assert.False(key.Verifies(changed, JwtAlgorithm.Find("ES256K")!));
    }

    [Theory]
    [InlineData("\"crv\": \"secp256k1\"", "\"crv\": \"P-256\"")] // a point of the one is none of the other
    [InlineData("\"kid\": \"k\"", "\"kid\": \"another\"")]
    [InlineData("\"kid\": \"k\"", "\"alg\": \"ES256\"")]
    [InlineData("\"x\": \"EavA", "\"x\": \"EavB")] // no point at all
    public void A_key_that_says_something_else_of_itself_verifies_nothing(string part, string instead)
    {
        var key = PublicKey.Read(JsonNode.Parse(CurveKey.Replace(part, instead, StringComparison.Ordinal))!.AsObject())!;
        Assert.True(CompactJwt.TryParse(CurveJwt, out var jwt));

        Assert.DoesNotContain(JwtAlgorithm.Supported, algorithm => key.Verifies(jwt, algorithm));
    }

    [Theory]
    [InlineData("""{ "kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA" }""")] // RFC 7518 §6.2.1.2: the full size of a coordinate
    [InlineData("""{ "kty": "EC", "crv": "P-521", "x": "AA", "y": "AA" }""")]
    [InlineData("""{ "kty": "EC", "x": "EavAt2UuqRVl4fhkLiM-8klpsPd6ue6a2bHJj1t3BaE", "y": "kXeyxtBwTqb_SlQWHRXBN0Kh7XHb7kKmLzVRvfjcpdA" }""")]
    [InlineData("""{ "kty": "RSA", "n": "!", "e": "AQAB" }""")]
    [InlineData("""{ "kty": "oct", "k": "AAAA" }""")]
    public void What_is_no_key_is_not_read(string jwk) => Assert.Null(PublicKey.Read(JsonNode.Parse(jwk)!.AsObject()));
}
