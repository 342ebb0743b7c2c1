using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to have our addresses built from what a request says of itself.</summary>
public sealed class HostHeaderAttacks(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData("Host")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("X-Forwarded-Prefix")]
    [InlineData("X-Original-URL")]
    [InlineData("X-Rewrite-URL")]
    [InlineData("Forwarded")]
    [InlineData("Origin")]
    [InlineData("Referer")]
    public async Task A35_No_answer_repeats_the_host_that_a_request_claims(string header)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = Site.Browser();
        browser.Headers[header] = header switch
        {
            "Forwarded" => "for=1.2.3.4;host=evil.test;proto=gopher",
            "X-Forwarded-Prefix" or "X-Original-URL" or "X-Rewrite-URL" => "/evil.test",
            _ => "evil.test",
        };

        foreach (var address in (string[])["", "login", "register/password", "account/", "no/such/page", app.AuthorizeAddress(), app.AuthorizeAddress(("prompt", "none")), ".well-known/openid-configuration", ".well-known/webfinger?resource=x"])
        {
            var answer = await browser.GetAsync(address);

            Assert.DoesNotContain("evil.test", answer.Text, StringComparison.OrdinalIgnoreCase);
            Assert.All(answer.HeaderNames, name => Assert.DoesNotContain("evil.test", answer[name], StringComparison.OrdinalIgnoreCase));
        }
    }
}
