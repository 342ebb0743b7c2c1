using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Accounts.Notices;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>The mails about a sign-in, the page "this was not me" and the way back, in a browser (docs/security/alerts.md).</summary>
public sealed class DisputePageTests : IAsyncLifetime
{
    private const string Address = "alice@mail.example";
    private const string NewPassword = "seven copper kettles hum at dawn";
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:PasswordRecoveryEnabled"] = "true" });
        await _portal.ArrangeAsync(A.Email(await _portal.PersonAsync("alice"), Address));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_browser_is_new_once_and_its_owner_is_told()
    {
        var (known, other) = (await _portal.SignedInAsync("alice"), await _portal.SignedInAsync("alice"));
        await _portal.DeliverAsync();
        var notice = Assert.Single(_portal.Mailer.Notices);
        Assert.Equal((NoticeKind.NewBrowser, Address), (notice.Kind, notice.Address));
        Assert.NotNull(notice.TakeBack);

        foreach (var browser in (Browser[])[known, other])
        {
            browser.Cookies.TryRemove("session", out _);
            await browser.SignInAsync("alice");
        }

        await _portal.DeliverAsync();
        Assert.Single(_portal.Mailer.Notices);
        Assert.Contains("A browser that you had not used before was signed in", (await known.GetAsync("account/activity")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_place_in_the_network_is_told_and_stands_among_what_happened()
    {
        var browser = _portal.Browser("192.0.2.1");
        await browser.SignInAsync("alice");
        var elsewhere = _portal.Browser("198.51.100.7");
        elsewhere.Cookies["browser"] = browser.Cookies["browser"]; // the same one, on a journey

        await elsewhere.SignInAsync("alice");
        await _portal.DeliverAsync();

        Assert.Equal((NoticeKind.NewNetwork, "198.51.100.7"), (Assert.Single(_portal.Mailer.Notices).Kind, _portal.Mailer.Notices[0].IpAddress));
        var activity = await browser.GetAsync("account/activity");
        Assert.Contains("Somebody signed in from a network that had not been used for your account before", activity.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_operator_does_not_want_it_no_network_is_remembered()
    {
        await using var portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:NewNetworkNotices"] = "false" });
        await portal.PersonAsync("alice");
        await portal.SignedInAsync("alice");

        Assert.Equal(0, await portal.ReadAsync(database => database.KnownNetworks.CountAsync()));
    }

    [Fact]
    public async Task A39_A_browser_cookie_that_was_planted_makes_no_other_browser_known()
    {
        await _portal.PersonAsync("mallory");
        var (mallory, shared) = (await _portal.SignedInAsync("mallory"), _portal.Browser());
        await _portal.SignedInAsync("alice");
        shared.Cookies["browser"] = mallory.Cookies["browser"];
        await shared.SignInAsync("alice");
        await _portal.DeliverAsync();
        var before = _portal.Mailer.Notices.Count;

        mallory.Cookies.TryRemove("session", out _);
        await mallory.SignInAsync("alice");
        await _portal.DeliverAsync();

        Assert.Equal((before + 1, NoticeKind.NewBrowser), (_portal.Mailer.Notices.Count, _portal.Mailer.Notices[^1].Kind));
    }

    [Fact]
    public async Task A_browser_that_many_share_is_known_to_each()
    {
        string[] names = [.. Enumerable.Range(1, 8).Select(number => $"person{number}")];
        var shared = _portal.Browser();
        foreach (var name in names)
        {
            var user = await _portal.PersonAsync(name);
            await _portal.ArrangeAsync(A.Email(user, $"{name}@mail.example"));
            await _portal.SignedInAsync(name);
            await SignInAsync(name);
        }

        await _portal.DeliverAsync();
        var before = _portal.Mailer.Notices.Count;
        foreach (var name in names)
        {
            await SignInAsync(name);
        }

        await _portal.DeliverAsync();
        Assert.Equal(before, _portal.Mailer.Notices.Count);

        async Task SignInAsync(string name)
        {
            shared.Cookies.TryRemove("session", out _);
            _portal.Clock.Jump(TimeSpan.FromMinutes(1)); // for the limit of their address
            Assert.NotNull((await shared.SignInAsync(name)).Location);
        }
    }

    [Fact]
    public async Task Whoever_registers_is_not_told_of_their_own_first_sign_in()
    {
        var browser = _portal.Browser();
        await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("register/password"), ("username", "carol"), ("email", "carol@mail.example"), ("password", A.Password)));
        await _portal.DeliverAsync();
        var step = await _portal.ReadAsync(database => database.Registrations.Select(registration => registration.Id).SingleAsync());
        var page = await browser.GetAsync($"register/steps/{Portal.Identity.Protocol.Ulid.Encode(step)}/verify-email");
        var home = await browser.FollowAsync(await browser.SubmitAsync(page, ("code", _portal.Mailer.Codes[^1].Code)));
        Assert.Contains("carol", home.Text, StringComparison.Ordinal);
        browser.Cookies.TryRemove("session", out _);
        await browser.SignInAsync("carol");
        await _portal.DeliverAsync();

        Assert.Empty(_portal.Mailer.Notices);
        Assert.Equal(1, await _portal.ReadAsync(database => database.KnownBrowsers.CountAsync()));
    }

    [Fact]
    public async Task Nobody_is_marked_who_has_not_signed_in()
    {
        var browser = _portal.Browser();

        await browser.SignInAsync("alice", "wrong");

        Assert.DoesNotContain("browser", browser.Cookies.Keys);
    }

    [Fact]
    public async Task The_link_leads_to_a_page_that_says_what_it_does_and_only_its_button_does_it()
    {
        var thief = await _portal.SignedInAsync("alice");
        var link = await LinkAsync();
        var owner = _portal.Browser();

        var page = await owner.GetAsync(link);
        Assert.Equal((HttpStatusCode.OK, "Take your account back"), (page.Status, page.Heading));
        Assert.Contains("@alice:example.org", page.Text, StringComparison.Ordinal);
        Assert.Contains("A new browser was signed in", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("account/")).Status);

        var sent = await owner.FollowAsync(await owner.SubmitAsync(page));

        Assert.Equal("Check your email", sent.Heading);
        Assert.Contains("Everybody is signed out, and the old password does not work any more.", sent.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await thief.GetAsync("account/")).Status);
        await _portal.DeliverAsync();
        var form = await owner.GetAsync(Assert.Single(_portal.Mailer.Links).Link.PathAndQuery[1..]);
        await owner.SubmitAsync(form, ("new_password", NewPassword));
        Assert.Equal("/account/", (await owner.SignInAsync("alice", NewPassword)).Location);
        Assert.Equal("This link has already been used", (await owner.GetAsync(link)).Heading);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_program_that_scans_mails_changes_nothing(string method)
    {
        var person = await _portal.SignedInAsync("alice");
        var link = await LinkAsync();

        await _portal.Browser().SendAsync(new HttpMethod(method), link);

        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("account/")).Status);
        Assert.Equal("Take your account back", (await _portal.Browser().GetAsync(link)).Heading);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task A59_A_form_of_another_site_takes_nothing_back(string? token)
    {
        var person = await _portal.SignedInAsync("alice");
        var link = await LinkAsync();
        person.Headers["Sec-Fetch-Site"] = "cross-site";
        (string, string)[] csrf = token is null ? [] : [("csrf", token)];

        Assert.Equal(HttpStatusCode.BadRequest, (await person.PostAsync(link, csrf)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await person.PostAsync("account/activity/not-me", csrf)).Status);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task A63_The_ticket_is_in_no_line_of_the_log_no_header_no_link_and_no_referrer()
    {
        await _portal.SignedInAsync("alice");
        var link = await LinkAsync();
        var ticket = link.Split('=')[1];
        var browser = _portal.Browser();
        var page = await browser.GetAsync(link);
        var done = await browser.SubmitAsync(page);
        var used = await browser.GetAsync(link);

        Assert.DoesNotContain(ticket, _portal.Log.Text, StringComparison.Ordinal);
        foreach (var answer in (Answer[])[page, done, used])
        {
            Assert.Equal("no-referrer", answer["Referrer-Policy"]);
            Assert.All(answer.HeaderNames, name => Assert.DoesNotContain(ticket, answer[name], StringComparison.Ordinal));
        }

        foreach (var answer in (Answer[])[page, used])
        {
            Assert.All(answer.Document.QuerySelectorAll("[href], [src]"), element => Assert.DoesNotContain(
                ticket, string.Concat(element.Attributes.Where(attribute => !attribute.Value.EndsWith("#main", StringComparison.Ordinal)).Select(attribute => attribute.Value)), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?ticket=")]
    [InlineData("?ticket=nonsense")]
    [InlineData("?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A40_What_is_no_link_is_answered_as_one_to_a_new_password_is(string query)
    {
        var browser = _portal.Browser();
        var (page, other) = (await browser.GetAsync("account/not-me" + query), await browser.GetAsync("account/password/recovery" + query));

        Assert.Equal((HttpStatusCode.NotFound, other.Heading), (page.Status, page.Heading));
    }

    [Fact]
    public async Task A31_Tries_are_limited()
    {
        var browser = _portal.Browser();
        var csrf = (await browser.GetAsync("recover")).Field("csrf")!;
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 100 && !statuses.Contains(HttpStatusCode.TooManyRequests); number++)
        {
            statuses.Add((await browser.PostAsync("account/not-me?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ("csrf", csrf))).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task The_activity_page_offers_it_beside_what_may_have_been_somebody_else()
    {
        var browser = await _portal.SignedInAsync("alice");
        await _portal.SignedInAsync("alice");

        var page = await browser.GetAsync("account/activity");
        var links = page.Document.QuerySelectorAll(".timeline a[href='/account/activity/not-me']");
        Assert.Equal("This was not me: A browser that you had not used before was signed in", Assert.Single(links).GetAttribute("aria-label"));
        var sent = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("account/activity/not-me")));

        Assert.Equal("Check your email", sent.Heading);
        await _portal.DeliverAsync();
        Assert.Equal(Address, Assert.Single(_portal.Mailer.Links).Address);
        Assert.DoesNotContain("session", browser.Cookies.Keys);
    }

    [Fact]
    public async Task Who_has_no_address_is_not_locked_out()
    {
        await _portal.PersonAsync("dave");
        var browser = await _portal.SignedInAsync("dave");

        Assert.Empty((await browser.GetAsync("account/activity")).Document.QuerySelectorAll("a[href='/account/activity/not-me']"));
        var page = await browser.GetAsync("account/activity/not-me");
        Assert.Equal("This cannot be done here", page.Heading);
        var csrf = (await browser.GetAsync("account/")).Field("csrf")!;
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("account/activity/not-me", ("csrf", csrf))).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task Wrong_passwords_are_shown_apart_from_what_happened()
    {
        var stranger = _portal.Browser("198.51.100.7");
        for (var number = 0; number < 3; number++)
        {
            await stranger.SignInAsync("alice", "wrong");
        }

        var browser = await _portal.SignedInAsync("alice");
        await _portal.Services.GetRequiredService<FailedSignInTracker>().FlushAsync(CancellationToken.None);
        var page = await browser.GetAsync("account/activity");

        Assert.Contains("3 failed tries from 198.51.100.7", page.Document.QuerySelector("#failed")!.TextContent, StringComparison.Ordinal);
        Assert.Single(page.Document.QuerySelectorAll(".timeline > li"));
    }

    private async Task<string> LinkAsync()
    {
        await _portal.SignedInAsync("alice");
        await _portal.DeliverAsync();
        return _portal.Mailer.Notices[^1].TakeBack!.PathAndQuery[1..];
    }
}
