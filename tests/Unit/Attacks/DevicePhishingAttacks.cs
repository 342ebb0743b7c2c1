using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Somebody who wants another person to let the wrong device in.</summary>
public sealed class DevicePhishingAttacks(SharedPortal shared) : PortalTest(shared)
{
    [Fact]
    public async Task A69_Nothing_but_a_tick_and_a_press_of_the_person_lets_a_device_in()
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site);
        var page = await device.PageAsync(browser);

        await browser.GetAsync(page.Address);
        await browser.GetAsync(page.Address + "?action=consent&confirm_device=true");
        await browser.SubmitAsync(page);
        await browser.SubmitAsync(page, ("action", "consent"));
        await browser.SubmitAsync(page, ("confirm_device", "true"));
        await browser.SubmitAsync(page, ("confirm_device", "true"), ("action", "allow"));

        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("cross-site", "of another browser")]
    [InlineData("same-site", "nonsense")]
    public async Task A69_Another_site_can_neither_enter_a_code_nor_answer_for_the_person(string site, string? token)
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site);
        var page = await device.PageAsync(browser);
        browser.Headers["Sec-Fetch-Site"] = site;
        var foreign = token == "of another browser" ? (await Site.Browser().GetAsync("link")).Field("csrf")! : token;
        (string, string)[] csrf = foreign is null ? [] : [("csrf", foreign)];

        foreach (var (address, fields) in new (string, (string, string)[])[]
        {
            ("link", [("code", device.UserCode)]),
            (page.Address, [("confirm_device", "true"), ("action", "consent")]),
            (page.Address, [("action", "reject")]),
            (page.Address, [("action", "switch")]),
        })
        {
            var answer = await browser.PostAsync(address, [.. csrf, .. fields]);

            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Empty(answer.Document.QuerySelectorAll("form"));
        }

        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task A69_The_question_warns_in_plain_words_before_it_can_be_answered()
    {
        var browser = await SomebodyAsync();

        var entry = await browser.GetAsync("link");
        var page = await (await HttpDevice.RequestAsync(Site)).PageAsync(browser);

        Assert.Contains("never one that somebody sent you", entry.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("No helper and no support team ever needs this from you", page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var button = page.Document.QuerySelector("button[value=consent]")!;
        Assert.NotNull(button.GetAttribute("data-arm")); // takes no press that was meant for something else
        Assert.Null(page.Document.QuerySelector("input[name=confirm_device]")!.GetAttribute("checked"));
    }

    [Fact]
    public async Task A69_Whoever_sees_through_it_ends_it_and_is_told_that_nothing_was_lost()
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site);

        var answer = await browser.SubmitAsync(await device.PageAsync(browser), ("action", "report"));

        Assert.Equal("Good that you looked", answer.Heading);
        Assert.Equal("access_denied", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task A70_The_question_shows_what_a_relayed_code_cannot_change()
    {
        var device = await HttpDevice.RequestAsync(Site);
        await Site.ChangeAsync(database => database.DeviceCodeGrants.Where(grant => grant.UserCode == device.UserCode).ExecuteUpdateAsync(row => row
            .SetProperty(grant => grant.IpAddress, "198.51.100.23")
            .SetProperty(grant => grant.UserAgent, "Cinny/4.2 (Windows 11; Windows 10.0)")
            .SetProperty(grant => grant.CreatedAt, Site.Clock.GetUtcNow() - TimeSpan.FromMinutes(15))));

        var page = await device.PageAsync(await SomebodyAsync());

        Assert.Equal($"{device.UserCode[..3]} {device.UserCode[3..]}", page.Document.QuerySelector(".device-code")!.TextContent);
        var facts = page.Document.QuerySelectorAll(".facts dd").Select(fact => fact.TextContent.Trim()).ToList();
        Assert.Contains("198.51.100.23", facts);
        Assert.Contains("15 minutes ago", facts);
        Assert.Contains("Windows", facts[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("</title><img src=x onerror=alert(1)>")]
    [InlineData("\" autofocus onfocus=\"alert(1)")]
    [InlineData("{0} {1}")]
    public async Task A60_What_a_device_says_of_itself_is_shown_as_text(string name)
    {
        var device = await HttpDevice.RequestAsync(Site, name: name);
        await Site.ChangeAsync(database => database.DeviceCodeGrants.Where(grant => grant.UserCode == device.UserCode)
            .ExecuteUpdateAsync(row => row.SetProperty(grant => grant.UserAgent, $"{name}/1.0 ({name}; Linux)")));

        var stranger = Site.Browser();
        foreach (var page in new[] { await stranger.FollowAsync(await device.PageAsync(stranger)), await device.PageAsync(await SomebodyAsync()) })
        {
            Assert.Contains(name, page.Document.Body!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.Document.QuerySelectorAll("img[onerror], [onfocus], script:not([src])"));
        }
    }

    [Fact]
    public async Task A63_No_code_is_logged()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:OAuth:DeviceCodeUserCodeAutoFillEnabled"] = "true" });
        await site.PersonAsync("alice");
        var device = await HttpDevice.RequestAsync(site);
        var browser = await site.SignedInAsync("alice");

        await browser.GetAsync($"link?code={device.UserCode}");
        await device.PollAsync();
        await device.AllowAsync(browser);
        await device.PollAsync();

        Assert.DoesNotContain(device.UserCode, site.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(device.Answer.Json.GetProperty("device_code").GetString()!, site.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A72_Wrong_codes_on_the_page_come_to_an_end()
    {
        var browser = Site.Browser();
        var page = await browser.GetAsync("link");
        for (var count = 0; count < 10; count++)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(page, ("code", "BBBBBB"))).Status);
        }

        var refused = await browser.SubmitAsync(page, ("code", "BBBBBB"));

        Assert.Equal((HttpStatusCode.TooManyRequests, "6"), (refused.Status, refused["Retry-After"]));
        Assert.Equal("text/html; charset=utf-8", refused.ContentType);
    }
}
