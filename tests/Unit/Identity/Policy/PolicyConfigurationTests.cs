using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Policy;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class PolicyConfigurationTests
{
    [Fact]
    public void Reads_every_kind_of_rule()
    {
        using var services = Services("""
            {
              "Registration": { "BannedUsernames": { "Literals": ["root"], "Prefixes": ["a-"], "Suffixes": ["-z"], "Substrings": ["mid"], "Regexes": ["^x+$"] } },
              "Emails": { "BannedAddresses": { "Literals": ["a@b.example"] } },
              "AllowedDomains": ["*.example"],
              "BannedDomains": ["c.example"],
              "Requester": { "BannedIps": ["192.0.2.0/24"], "BannedUserAgents": { "Literals": ["bad"] } }
            }
            """);
        var usernames = services.GetRequiredService<UsernamePolicy>();
        var emails = services.GetRequiredService<EmailPolicy>();
        var requesters = services.GetRequiredService<RequesterPolicy>();

        Assert.All(["root", "a-1", "1-z", "amida", "xxx"], name => Assert.Equal("username-banned", Assert.Single(usernames.Check(name, "s")).Code));
        Assert.Equal(["email-banned"], CodesOf(emails, "a@b.example"));
        Assert.Equal(["email-domain-not-allowed"], CodesOf(emails, "a@b.org"));
        Assert.Equal(["email-domain-banned"], CodesOf(emails, "a@c.example"));
        Assert.Equal(2, requesters.Check(A.Requester(userAgent: "bad")).Count);
    }

    [Fact]
    public void Without_configuration_everything_is_allowed()
    {
        using var services = Services("{}");

        Assert.Empty(services.GetRequiredService<UsernamePolicy>().Check("anna", "example.org"));
        Assert.Empty(CodesOf(services.GetRequiredService<EmailPolicy>(), "anna@example.org"));
    }

    [Theory]
    [InlineData("""{ "Registration": { "AllowedUsernames": {} } }""")]
    [InlineData("""{ "Registration": { "AllowedUsernames": { "Literals": [] } } }""")]
    public void A_username_allow_list_that_is_there_and_empty_allows_nobody(string data)
    {
        using var services = Services(data);

        Assert.Equal("username-not-allowed", Assert.Single(services.GetRequiredService<UsernamePolicy>().Check("anna", "s")).Code);
    }

    [Theory]
    [InlineData("""{ "AllowedDomains": [] }""", "email-domain-not-allowed")]
    [InlineData("""{ "Emails": { "AllowedAddresses": {} } }""", "email-not-allowed")]
    [InlineData("""{ "Emails": { "AllowedAddresses": { "Regexes": [] } } }""", "email-not-allowed")]
    public void An_email_allow_list_that_is_there_and_empty_allows_nobody(string data, string code)
    {
        using var services = Services(data);

        Assert.Equal([code], CodesOf(services.GetRequiredService<EmailPolicy>(), "anna@example.org"));
    }

    [Theory]
    [InlineData("""{ "Registration": { "BannedUsernames": { "Regexes": ["ok", "(unclosed"] } } }""", "Portal:Policy:Data:Registration:BannedUsernames:Regexes:1 is '(unclosed', ")]
    [InlineData("""{ "Emails": { "AllowedAddresses": { "Regexes": ["(a)\\1"] } } }""", "Portal:Policy:Data:Emails:AllowedAddresses:Regexes:0 is '(a)\\1', ")]
    [InlineData("""{ "Requester": { "BannedUserAgents": { "Regexes": ["(?=x)"] } } }""", "Portal:Policy:Data:Requester:BannedUserAgents:Regexes:0 is '(?=x)', ")]
    [InlineData("""{ "Requester": { "BannedIps": ["192.0.2.0/33"] } }""", "Portal:Policy:Data:Requester:BannedIps:0 is '192.0.2.0/33', ")]
    [InlineData("""{ "Requester": { "BannedIps": ["example.org"] } }""", "Portal:Policy:Data:Requester:BannedIps:0 is 'example.org', ")]
    [InlineData("""{ "AllowedDomains": ["anna@example.org"] }""", "Portal:Policy:Data:AllowedDomains:0 is 'anna@example.org', ")]
    [InlineData("""{ "BannedDomains": ["example..org"] }""", "Portal:Policy:Data:BannedDomains:0 is 'example..org', ")]
    public void A_rule_that_cannot_be_used_stops_the_start_with_one_sentence(string data, string start)
    {
        var errors = Configured.StartErrors($$"""{ "Policy": { "Data": {{data}} } }""", services => services.AddPolicy());

        Assert.StartsWith(start, errors, StringComparison.Ordinal);
        Assert.Equal('.', errors[^1]);
    }

    private static ServiceProvider Services(string data) =>
        Configured.Services($$"""{ "Policy": { "Data": {{data}} } }""", services => services.AddPolicy());

    private static IEnumerable<string?> CodesOf(EmailPolicy policy, string text)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));
        return policy.Check(address).Select(violation => violation.Code);
    }
}
