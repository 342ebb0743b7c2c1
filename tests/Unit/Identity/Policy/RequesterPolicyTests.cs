using System.Net;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class RequesterPolicyTests
{
    private static readonly RequesterPolicy Policy = new(new()
    {
        Requester = new()
        {
            BannedIps = ["192.0.2.7", "198.51.100.0/24", "10.1.2.3/8", "2001:db8:bad::/48", "::ffff:203.0.113.0/120"],
            BannedUserAgents = new() { Prefixes = ["EvilBot/"], Regexes = ["(?i)scraper"] },
        },
    });

    [Theory(DisplayName = "policy.md 10.16: a banned address range or user agent is refused")]
    [InlineData("192.0.2.7", null, 1)]
    [InlineData("192.0.2.8", null, 0)]
    [InlineData("198.51.100.255", null, 1)]
    [InlineData("198.51.101.0", null, 0)]
    [InlineData("10.255.0.1", null, 1)]
    [InlineData("2001:db8:bad:1::1", null, 1)]
    [InlineData("2001:db8:bae::1", null, 0)]
    [InlineData("::ffff:192.0.2.7", null, 1)]
    [InlineData("203.0.113.9", null, 1)]
    [InlineData(null, "EvilBot/1.0", 1)]
    [InlineData(null, "Not EvilBot/1.0", 0)]
    [InlineData(null, "My Scraper", 1)]
    [InlineData("192.0.2.7", "EvilBot/1.0", 2)]
    [InlineData(null, null, 0)]
    public void Refuses_by_address_and_by_user_agent(string? address, string? userAgent, int violations)
    {
        var found = Policy.Check(new Requester(address is null ? null : IPAddress.Parse(address), userAgent));

        Assert.Equal(violations, found.Count);
        Assert.All(found, violation => Assert.Equal((null, null), (violation.Code, violation.Field)));
    }
}
