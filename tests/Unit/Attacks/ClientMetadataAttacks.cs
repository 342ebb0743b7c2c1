using System.Text.Json;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Identity.Clients;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to deceive, or attack, the person who reads what a client says of itself.</summary>
public sealed class ClientMetadataAttacks
{
    [Theory]
    [InlineData("Element\u202Etxet")]
    [InlineData("\u2066Element\u2069")]
    [InlineData("Element\u2029Signed in as admin")]
    [InlineData("Element\nSigned in as admin")]
    [InlineData("Element\u0000")]
    [InlineData("Element\u001B[2J")]
    public void A60_A_name_that_reorders_or_breaks_the_text_around_it_is_refused(string name)
    {
        Assert.Equal("invalid_client_metadata", Judge(new { client_name = name })?.Code);
        Assert.Equal("invalid_client_metadata", Judge(new Dictionary<string, string> { ["client_name#en"] = name })?.Code);
    }

    [Fact]
    public void A60_A_name_of_5_kB_is_refused() =>
        Assert.Equal("invalid_client_metadata", Judge(new { client_name = new string('E', 5 * 1024) })?.Code);

    [Fact]
    public void A60_A_name_with_markup_stays_text()
    {
        const string Name = "<img src=x onerror=alert(1)>&amp;";

        Assert.Equal(Name, Registration.Register(JsonSerializer.Serialize(new { client_name = Name })).ClientName);
    }

    [Theory]
    [InlineData("नमस्ते \u200Dक्‍ष")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("👩\u200D💻 chat")]
    [InlineData("עברית")]
    public void A60_Names_of_every_script_are_welcome(string name) => Assert.Null(Judge(new { client_name = name }));

    [Theory]
    [InlineData("tos_uri")]
    [InlineData("policy_uri")]
    [InlineData("logo_uri")]
    [InlineData("client_uri")]
    public void A60_Links_are_web_addresses_whatever_the_operator_allows(string member)
    {
        foreach (var uri in (string[])["javascript:alert(1)", "JAVASCRIPT://example.com/%0aalert(1)", "data:text/html,x", "file:///etc/passwd", "https://example.com@evil.test/"])
        {
            foreach (var options in (ClientRegistrationOptions[])[new(), new() { AllowHostMismatch = true, AllowInsecureUris = true, AllowMissingClientUri = true }])
            {
                Assert.Contains($"invalid {member}", Judge(new Dictionary<string, string> { [member] = uri }, options)?.Description, StringComparison.Ordinal);
            }
        }
    }

    private static global::Portal.Identity.Protocol.OAuthError? Judge(object changes, ClientRegistrationOptions? options = null) =>
        Registration.Judge(JsonSerializer.Serialize(changes), options);
}
