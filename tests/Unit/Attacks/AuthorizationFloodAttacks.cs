using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>A stranger who asks for authorization again and again fills nobody's disk.</summary>
public sealed class AuthorizationFloodAttacks
{
    [Fact]
    public async Task Requests_over_the_limit_store_nothing_and_are_told_how_long_to_wait()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:RateLimiting:Authorization:Burst"] = "3" });
        var app = await HttpApp.RegisterAsync(site);
        var browser = site.Browser();
        for (var request = 0; request < 3; request++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(app.AuthorizeAddress())).Status);
        }

        var refused = await browser.GetAsync(app.AuthorizeAddress());

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("1", refused["Retry-After"]);
        Assert.Equal("text/html; charset=utf-8", refused.ContentType);
        Assert.Equal(3, await site.ReadAsync(database => database.AuthorizationGrants.CountAsync()));
    }

    [Fact]
    public async Task The_way_to_try_again_stays_on_this_host_whatever_the_address_was()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:RateLimiting:Authorization:Burst"] = "1" });
        var app = await HttpApp.RegisterAsync(site);
        var browser = site.Browser();
        await browser.GetAsync(app.AuthorizeAddress());

        var refused = await browser.GetAsync(app.AuthorizeAddress(("state", "\"><script>alert(1)</script>")));

        Assert.StartsWith("/authorize?", refused.Document.QuerySelector("main a")?.GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)</script>", refused.Text, StringComparison.Ordinal);
    }
}
