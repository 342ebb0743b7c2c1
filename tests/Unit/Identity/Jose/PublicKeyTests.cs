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
}
