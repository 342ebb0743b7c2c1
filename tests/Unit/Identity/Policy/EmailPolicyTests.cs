using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class EmailPolicyTests
{
    [Theory(DisplayName = "policy.md 10.12: each e-mail rule gives its code, on the e-mail field")]
    [InlineData("anna@elsewhere.net", "email-domain-not-allowed")]
    [InlineData("anna@bad.example.org", "email-domain-banned")]
    [InlineData("x-anna@example.org", "email-not-allowed")]
    [InlineData("anna.spam@example.org", "email-banned")]
    public void Gives_the_code_of_the_rule(string address, string code)
    {
        var policy = new EmailPolicy(new()
        {
            AllowedDomains = ["example.org", "*.example.org"],
            BannedDomains = ["bad.example.org"],
            Emails = new() { AllowedAddresses = new() { Prefixes = ["anna"] }, BannedAddresses = new() { Substrings = [".spam@"] } },
        });

        var violation = Assert.Single(policy.Check(Address(address)));

        Assert.Equal((code, "email"), (violation.Code, violation.Field));
        Assert.NotEmpty(violation.Message);
    }

    [Theory(DisplayName = "policy.md 10.13: * in a domain pattern stands for one label")]
    [InlineData("*.example.com", "mail.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "a.b.example.com", false)]
    [InlineData("**.example.com", "a.b.example.com", true)]
    [InlineData("**.example.com", "mail.example.com", true)]
    [InlineData("**.example.com", "example.com", false)]
    [InlineData("*", "localhost", true)]
    [InlineData("*", "example.com", false)]
    [InlineData("**", "mail.example.com", true)]
    [InlineData("mail*.example.com", "mail7.example.com", true)]
    [InlineData("mail*.example.com", "mail.x.example.com", false)]
    [InlineData("example.com", "examplexcom", false)]
    [InlineData("example.com", "example.com.evil.net", false)]
    [InlineData("example.com", "notexample.com", false)]
    [InlineData("EXAMPLE.com", "example.com", true)]
    [InlineData("*.Bücher.example", "shop.xn--bcher-kva.example", true)]
    public void Matches_domains_label_by_label(string pattern, string domain, bool matches) =>
        Assert.Equal(matches, new DomainGlob("key", pattern).Matches(domain));

    [Fact(DisplayName = "policy.md 10.14: a banned subdomain inside an allowed wildcard is refused")]
    public void Allow_and_ban_combine()
    {
        var policy = new EmailPolicy(new() { AllowedDomains = ["*.example.com"], BannedDomains = ["bad.example.com"] });

        Assert.Empty(policy.Check(Address("anna@good.example.com")));
        Assert.Equal("email-domain-banned", Assert.Single(policy.Check(Address("anna@bad.example.com"))).Code);
    }

    [Fact(DisplayName = "policy.md 10.15: without an address no e-mail rule applies")]
    public void Without_an_address_no_rule_applies() => Assert.Empty(new EmailPolicy(new() { AllowedDomains = [] }).Check(null));

    [Fact(DisplayName = "policy.md 10.11: allow lists that are absent allow all")]
    public void Absent_allow_lists_allow_all() => Assert.Empty(new EmailPolicy(new()).Check(Address("anyone@anywhere.example")));

    [Theory]
    [InlineData("anna@BAD.example")]
    [InlineData("anna@bad.EXAMPLE")]
    [InlineData("anna@xn--bser-5qa.example")]
    [InlineData("anna@böser.example")]
    public void No_spelling_gets_around_a_banned_domain(string address) =>
        Assert.Equal("email-domain-banned", Assert.Single(new EmailPolicy(new() { BannedDomains = ["bad.example", "BÖSER.example"] }).Check(Address(address))).Code);

    [Theory]
    [InlineData("Spam@Example.org")]
    [InlineData("spam@EXAMPLE.ORG")]
    public void No_spelling_gets_around_a_banned_address(string address)
    {
        var policy = new EmailPolicy(new() { Emails = new() { BannedAddresses = new() { Literals = ["spam@example.org"] } } });

        Assert.Equal("email-banned", Assert.Single(policy.Check(Address(address))).Code);
    }

    [Fact]
    public void Address_and_domain_lists_are_both_needed()
    {
        var policy = new EmailPolicy(new() { AllowedDomains = ["a.example"], Emails = new() { AllowedAddresses = new() { Literals = ["anna@b.example"] } } });

        Assert.Equal(["email-domain-not-allowed"], policy.Check(Address("anna@b.example")).Select(violation => violation.Code));
        Assert.Equal(["email-not-allowed"], policy.Check(Address("anna@a.example")).Select(violation => violation.Code));
        Assert.Equal(["email-domain-not-allowed", "email-not-allowed"], policy.Check(Address("otto@c.example")).Select(violation => violation.Code));
    }

    private static EmailAddress Address(string text)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));
        return address;
    }
}
