using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/link</c> and <c>/device/{id}</c> (oauth contract, sections 8.2 and 8.3; flows contract, sections 8.5 and 8.6).</summary>
public sealed class DevicePageTests(SharedPortal shared) : PortalTest(shared)
{
    private const string Unknown = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    [Fact]
    public async Task A_code_is_entered_without_signing_in_however_it_is_written()
    {
        var device = await HttpDevice.RequestAsync(Site);
        var browser = Site.Browser();
        var page = await browser.GetAsync("link");

        foreach (var typed in (string[])[device.UserCode, device.UserCode.ToLowerInvariant(), $" {device.UserCode[..3]}-{device.UserCode[3..]} "])
        {
            var answer = await browser.SubmitAsync(page, ("code", typed));

            Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
            Assert.Matches("^/device/[0-9A-HJKMNP-TV-Z]{26}$", answer.Location);
        }
    }

    [Theory]
    [InlineData("", "Enter the six characters that the device shows.")]
    [InlineData("  ", "Enter the six characters that the device shows.")]
    [InlineData("BBBBBB", "This code is not known here, or no longer works. Compare it with the device, or ask there for a new one.")]
    [InlineData("<i>\"", "This code is not known here, or no longer works. Compare it with the device, or ask there for a new one.")]
    public async Task A_wrong_code_is_asked_for_again(string typed, string error)
    {
        var browser = Site.Browser();

        var answer = await browser.SubmitAsync(await browser.GetAsync("link"), ("code", typed));

        Assert.Equal((HttpStatusCode.OK, "Enter the code of your device"), (answer.Status, answer.Heading));
        Assert.Equal(error, answer.Document.QuerySelector(".error")?.TextContent.Trim());
        Assert.Equal(typed.Trim(), answer.Field("code") ?? "");
        Assert.Empty(answer.Document.QuerySelectorAll("main i"));
    }

    [Fact]
    public async Task Where_strangers_have_used_up_everybodys_codes_the_page_says_that_signing_in_helps()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:RateLimiting:DeviceCodeOverall:Burst"] = "1" });
        await site.PersonAsync("alice");
        var (device, browser) = (await HttpDevice.RequestAsync(site), site.Browser());
        await browser.SubmitAsync(await browser.GetAsync("link"), ("code", "BBBBBB"));

        var limited = await browser.SubmitAsync(await browser.GetAsync("link"), ("code", device.UserCode));

        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (limited.Status, limited["Retry-After"]));
        var signIn = await browser.GetAsync(Assert.IsAssignableFrom<IHtmlAnchorElement>(limited.Document.QuerySelector("main a.button")).GetAttribute("href")!.TrimStart('/'));
        var link = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("username", "alice"), ("password", A.Password)));
        Assert.Equal("Enter the code of your device", link.Heading);
        Assert.StartsWith("/device/", (await browser.SubmitAsync(link, ("code", device.UserCode))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_answered_is_no_longer_known()
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site);
        await device.AllowAsync(browser);

        Assert.Equal("Enter the code of your device", (await device.PageAsync(browser)).Heading);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_signs_in_first_and_then_sees_the_question()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var device = await HttpDevice.RequestAsync(Site);
        var browser = Site.Browser();

        var signIn = await device.PageAsync(browser);
        Assert.Matches("^/login\\?kind=continue_device_code_grant&id=[0-9A-HJKMNP-TV-Z]{26}$", signIn.Address);
        Assert.Contains("Television", signIn.Document.QuerySelector(".strip")?.TextContent, StringComparison.Ordinal);
        var page = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("username", name), ("password", A.Password)));

        Assert.Equal("Is this device yours?", page.Heading);
        Assert.Equal("The device is allowed", (await browser.SubmitAsync(page, ("confirm_device", "true"), ("action", "consent"))).Heading);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }

    [Fact]
    public async Task Whoever_has_no_account_yet_keeps_the_device_in_mind_while_registering()
    {
        var device = await HttpDevice.RequestAsync(Site);
        var browser = Site.Browser();
        var signIn = await device.PageAsync(browser);

        var register = await browser.GetAsync(signIn.Document.QuerySelectorAll("main a").OfType<IHtmlAnchorElement>().Select(link => link.GetAttribute("href")!).Single(link => link.Contains("/register", StringComparison.Ordinal)));

        Assert.Contains("kind=continue_device_code_grant", register.Address, StringComparison.Ordinal);
        Assert.Contains("Television", register.Document.QuerySelector(".strip")?.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_can_take_over_at_the_question()
    {
        var device = await HttpDevice.RequestAsync(Site);
        var browser = await SomebodyAsync();

        var answer = await browser.SubmitAsync(await device.PageAsync(browser), ("action", "switch"));

        Assert.StartsWith("/login?kind=continue_device_code_grant&id=", answer.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("account/")).Status);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_who_was_locked_out_or_deleted_meanwhile_is_asked_to_sign_in_and_told_there(bool locked)
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        var device = await HttpDevice.RequestAsync(Site);
        var page = await device.PageAsync(browser);
        await Site.ChangeAsync(async database =>
        {
            var user = await database.Users.SingleAsync(user => user.UserName == name);
            if (locked)
            {
                user.Lock(Site.Clock.GetUtcNow());
            }
            else
            {
                user.Deactivate(Site.Clock.GetUtcNow());
            }
        });

        var signIn = await browser.FollowAsync(await browser.GetAsync(page.Address));

        Assert.StartsWith("/login?kind=continue_device_code_grant&id=", signIn.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SubmitAsync(page, ("confirm_device", "true"), ("action", "consent"))).Status); // a page that was made for somebody signed in
        Assert.Equal(locked ? "Account locked" : "Account deleted", signIn.Heading);
        var told = await browser.SubmitAsync(await browser.FollowAsync(await browser.SubmitAsync(signIn, (IHtmlFormElement)signIn.Document.QuerySelector("main form")!)), ("username", name), ("password", A.Password));
        Assert.Contains(locked ? "This account is locked." : "This account is deleted.", told.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task The_question_names_the_app_the_account_and_what_the_app_gets()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var page = await (await HttpDevice.RequestAsync(Site)).PageAsync(await Site.SignedInAsync(name));

        var words = page.Document.QuerySelector("main")!.TextContent;
        Assert.Contains("Television", words, StringComparison.Ordinal);
        Assert.Contains("app.example", words, StringComparison.Ordinal);
        Assert.Contains($"@{name}:example.org", words, StringComparison.Ordinal);
        Assert.Contains("Read and send messages in your rooms", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Power_over_others_wants_a_tick_of_its_own()
    {
        var name = NewName();
        await Site.PersonAsync(name, user => user.AllowAdmin(true));
        var browser = await Site.SignedInAsync(name);
        var device = await HttpDevice.RequestAsync(Site, "urn:synapse:admin:*");
        var page = await device.PageAsync(browser);

        var missing = await browser.SubmitAsync(page, ("confirm_device", "true"), ("action", "consent"));

        Assert.Equal((HttpStatusCode.BadRequest, "true"), (missing.Status, missing.Document.QuerySelector("input[name=dangerous]")?.GetAttribute("aria-invalid")));
        Assert.Equal("The device is allowed", (await browser.SubmitAsync(page, ("confirm_device", "true"), ("dangerous", "true"), ("action", "consent"))).Heading);
    }

    [Fact]
    public async Task Line_33_what_the_policy_forbids_cannot_be_allowed_but_be_ended()
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site, "urn:synapse:admin:*");

        var page = await device.PageAsync(browser);
        Assert.Equal((HttpStatusCode.OK, "Television asks for more than it may have"), (page.Status, page.Heading));
        Assert.Null(page.Document.QuerySelector("button[value=consent]"));
        await browser.SubmitAsync(page, ("confirm_device", "true"), ("dangerous", "true"), ("action", "consent"));
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);

        await browser.SubmitAsync(page, ("action", "reject"));
        Assert.Equal("access_denied", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task D25_an_unknown_device_is_404_and_a_path_that_is_no_id_400()
    {
        var browser = await SomebodyAsync();
        var page = await (await HttpDevice.RequestAsync(Site)).PageAsync(browser);
        var id = Ids.Of(page.Address.Split('/')[^1]);
        await Site.ChangeAsync(database => database.DeviceCodeGrants.Where(grant => grant.Id == id).ExecuteDeleteAsync());

        Assert.Equal((HttpStatusCode.NotFound, "This device is not known"), ((await browser.GetAsync(page.Address)) is var shown ? (shown.Status, shown.Heading) : default));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("device/not-an-id")).Status);
    }

    [Fact]
    public async Task Whoever_did_not_enter_the_code_is_asked_for_it_and_learns_nothing()
    {
        var device = await HttpDevice.RequestAsync(Site);
        var address = (await device.PageAsync(await SomebodyAsync())).Address;
        var victim = await SomebodyAsync();
        var own = await (await HttpDevice.RequestAsync(Site)).PageAsync(victim); // a form of ours, and a cookie for another device

        foreach (var path in (string[])[address, $"device/{Unknown}"])
        {
            Assert.Equal((HttpStatusCode.SeeOther, "/link"), (await victim.GetAsync(path)) is var shown ? (shown.Status, shown.Location) : default);
            Assert.Equal("/link", (await Site.Browser().GetAsync(path)).Location);
        }

        foreach (var action in (string[])["consent", "reject", "report", "switch"])
        {
            var answer = await victim.PostAsync(address, ("csrf", own.Field("csrf")!), ("confirm_device", "true"), ("action", action));
            Assert.Equal((HttpStatusCode.SeeOther, "/link"), (answer.Status, answer.Location));
        }

        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        Assert.Equal("Is this device yours?", (await victim.GetAsync(own.Address)).Heading);
    }

    [Fact]
    public async Task Several_codes_can_be_entered_before_one_is_answered()
    {
        var browser = await SomebodyAsync();
        var first = await (await HttpDevice.RequestAsync(Site)).PageAsync(browser);
        await (await HttpDevice.RequestAsync(Site)).PageAsync(browser);

        Assert.Equal("The device is allowed", (await browser.SubmitAsync(first, ("confirm_device", "true"), ("action", "consent"))).Heading);
    }

    [Fact]
    public async Task D25_an_expired_code_is_410_and_answers_nothing_any_more()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        var device = await HttpDevice.RequestAsync(site);
        var page = await device.PageAsync(browser);
        site.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal((HttpStatusCode.Gone, "This code has expired"), ((await browser.GetAsync(page.Address)) is var shown ? (shown.Status, shown.Heading) : default));
        var gone = await browser.SubmitAsync(page, ("confirm_device", "true"), ("action", "consent"));
        Assert.Equal(HttpStatusCode.Gone, gone.Status);
        Assert.Contains("A code works for 20 minutes.", gone.Text, StringComparison.Ordinal);
        Assert.True(await site.ReadAsync(database => database.DeviceCodeGrants.AllAsync(grant => grant.FulfilledAt == null && grant.RejectedAt == null)));
    }

    [Theory]
    [InlineData("consent", "reject", "The device is allowed")]
    [InlineData("consent", "consent", "The device is allowed")]
    [InlineData("consent", "report", "The device is allowed")]
    [InlineData("reject", "consent", "The device gets nothing")]
    [InlineData("report", "reject", "The device gets nothing")]
    public async Task What_was_decided_stays_and_is_shown_to_whoever_answers_again(string first, string second, string heading)
    {
        var browser = await SomebodyAsync();
        var page = await (await HttpDevice.RequestAsync(Site)).PageAsync(browser);
        await browser.SubmitAsync(page, ("confirm_device", "true"), ("action", first));

        var again = await browser.SubmitAsync(page, ("confirm_device", "true"), ("action", second));

        Assert.Equal((HttpStatusCode.OK, heading), (again.Status, again.Heading));
        Assert.Equal(heading, (await browser.GetAsync(page.Address)).Heading);
    }

    [Fact]
    public async Task After_the_device_is_signed_in_the_page_still_says_so()
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site);
        var page = await device.PageAsync(browser);
        await browser.SubmitAsync(page, ("confirm_device", "true"), ("action", "consent"));
        await device.PollAsync();

        Assert.Equal("The device is allowed", (await browser.GetAsync(page.Address)).Heading);
    }

    [Fact]
    public async Task A_question_that_was_open_too_long_is_asked_again_and_not_answered()
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site);
        var page = await device.PageAsync(browser);
        browser.Headers["Sec-Fetch-Site"] = "same-origin";

        var stale = await browser.PostAsync(page.Address, ("csrf", "old"), ("confirm_device", "true"), ("action", "consent"));

        Assert.Equal("This page was open for a long time", stale.Heading);
        Assert.Empty(stale.Document.QuerySelectorAll("form"));
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task An_app_without_name_or_home_page_is_shown_by_its_id()
    {
        var device = await HttpDevice.RequestAsync(Site, name: "Nameless");
        await Site.ChangeAsync(database => database.Clients.Where(client => client.Id == Ids.Of(device.App))
            .ExecuteUpdateAsync(row => row.SetProperty(client => client.ClientName, (string?)null).SetProperty(client => client.ClientUri, (string?)null)));

        var page = await device.PageAsync(await SomebodyAsync());

        Assert.Equal("Is this device yours?", page.Heading);
        Assert.Contains(device.App.Id, page.Document.QuerySelector(".thread")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_address_has_the_prefix_that_the_portal_is_served_under()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = "https://h/foo/" });
        await site.PersonAsync("alice");
        var browser = site.Browser();
        await browser.SignInAsync("alice", address: "/foo/login");
        var app = await HttpDevice.RegisterAsync(site);
        var answer = await app.PostAsync("/foo/oauth2/device");

        var page = await browser.SubmitAsync(await browser.GetAsync("/foo/link"), ("code", answer.Json.GetProperty("user_code").GetString()!));

        Assert.Equal("https://h/foo/link", answer.Json.GetProperty("verification_uri").GetString());
        Assert.StartsWith("/foo/device/", page.Location, StringComparison.Ordinal);
        Assert.Equal("Is this device yours?", (await browser.FollowAsync(page)).Heading);
    }
}
