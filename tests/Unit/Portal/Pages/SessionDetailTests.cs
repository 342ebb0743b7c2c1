using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>One session, its name, its app, and the links that lead there (flows contract, sections 9.8 and 10).</summary>
public sealed class SessionDetailTests(SharedPortal shared) : PortalTest(shared)
{
    private const string Phone = "Element X/25.06 (Google Pixel 8; Android 15; Sdk release)";
    private const string Missing = "This is not in your list";

    [Fact]
    public async Task An_app_s_session_says_all_that_is_known_of_it()
    {
        var (browser, session) = await SomebodyAsync(scope: $"{A.MatrixScope} openid urn:synapse:admin:*");

        var page = await browser.GetAsync("account/sessions/" + session.Reference());

        Assert.Equal((HttpStatusCode.OK, "Google Pixel 8"), (page.Status, page.Heading));
        var facts = page.Document.QuerySelectorAll("#facts dt").ToDictionary(term => term.TextContent, term => term.NextElementSibling!.TextContent.Trim());
        Assert.Equal(("Example app.example", "Element X 25.06 on Android 15", A.DeviceId, "192.0.2.1"), (facts["App"], facts["Software"], facts["Device ID"], facts["Address"]));
        Assert.Equal((ManualClock.Start.UtcDateTime.ToString("dddd d MMMM yyyy, HH:mm 'UTC'", System.Globalization.CultureInfo.GetCultureInfo("en")), "Firefox on Linux"), (facts["Signed in"], facts["Allowed in"]));
        Assert.Contains("Read and send messages in your rooms", page.Document.QuerySelector("#can")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Run the whole server", page.Document.QuerySelector("#power")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("See or change your password", page.Document.QuerySelector("#cannot")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("a[href$='/rename']"));
    }

    [Fact]
    public async Task A_browser_has_no_name_and_no_rights()
    {
        var (browser, session) = await SomebodyAsync();

        var page = await browser.GetAsync($"account/sessions/browser_session:{Ulid.Encode(session.BrowserSessionId!.Value)}");

        Assert.Equal("Firefox on Linux", page.Heading);
        Assert.Contains("You are here", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("#can, a[href$='/rename']"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(page.Address + "/rename")).Status);
    }

    [Fact]
    public async Task An_ended_session_is_shown_and_offers_nothing()
    {
        var (browser, session) = await SomebodyAsync();
        await Site.ChangeAsync(async database => (await database.OAuthSessions.FindAsync(session.Id))!.TryFinish(ManualClock.Start));

        var page = await browser.GetAsync("account/sessions/" + session.Reference());

        Assert.Contains("Signed out just now", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("#end, a[href$='/rename']"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(page.Address + "/rename")).Status);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("oauth2_session:01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("compat_session:01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("oauth2_session%3A")]
    public async Task Line_39_What_is_no_session_of_theirs_is_one_page(string name)
    {
        var page = await (await SomebodyAsync()).Browser.GetAsync("account/sessions/" + name);

        Assert.Equal((HttpStatusCode.NotFound, Missing), (page.Status, page.Heading));
        Assert.NotNull(page.Document.QuerySelector("main a[href$='/account/sessions']"));
    }

    [Fact]
    public async Task Line_39_Somebody_elses_looks_exactly_so()
    {
        var (_, theirs) = await SomebodyAsync();
        var (browser, _) = await SomebodyAsync();

        var page = await browser.GetAsync("account/sessions/" + theirs.Reference());

        Assert.Equal((HttpStatusCode.NotFound, Missing), (page.Status, page.Heading));
    }

    [Fact]
    public async Task A_name_is_shown_wherever_the_session_is()
    {
        var (browser, session) = await SomebodyAsync();
        var form = await browser.GetAsync($"account/sessions/{session.Reference()}/rename");
        Assert.Equal("Google Pixel 8", form.Field("name"));

        var renamed = await browser.FollowAsync(await browser.SubmitAsync(form, ("name", "  Anna’s <b>phone</b> ")));

        Assert.Equal(("/account/sessions/" + session.Reference(), "Anna’s <b>phone</b>"), (renamed.Address, renamed.Heading));
        Assert.Equal("It is called Anna’s <b>phone</b> now.", renamed.Document.QuerySelector(".note[role=status]")?.TextContent.Trim());
        Assert.Contains((await browser.GetAsync("account/sessions")).Document.QuerySelectorAll("li.session bdi"), name => name.TextContent == "Anna’s <b>phone</b>");
        Assert.Equal("Sign out Anna’s <b>phone</b>?", (await browser.GetAsync($"account/sessions/sign-out?session={session.Reference()}")).Heading);
    }

    [Theory]
    [InlineData("", "Enter a name.")]
    [InlineData("   ", "Enter a name.")]
    [InlineData("a\u0001b", "This name holds a character that cannot be shown. Type it anew.")]
    [InlineData("long", "This name is too long. Choose a shorter one.")]
    public async Task A_name_that_cannot_be_taken_is_asked_for_again(string typed, string error)
    {
        var (browser, session) = await SomebodyAsync();
        typed = typed == "long" ? new string('é', 129) : typed;

        var answer = await browser.SubmitAsync(await browser.GetAsync($"account/sessions/{session.Reference()}/rename"), ("name", typed));

        Assert.Equal((HttpStatusCode.OK, error), (answer.Status, answer.Document.QuerySelector(".error")?.TextContent.Trim()));
        Assert.Null(await Site.ReadAsync(database => database.OAuthSessions.Where(row => row.Id == session.Id).Select(row => row.HumanName).SingleAsync()));
    }

    [Theory]
    [InlineData("org.matrix.device_view")]
    [InlineData("org.matrix.session_view")]
    [InlineData("session_view")]
    [InlineData("org.matrix.device_delete")]
    [InlineData("org.matrix.session_end")]
    [InlineData("session_end")]
    public async Task Line_47_A_link_of_an_app_leads_to_its_device_also_through_sign_in(string action)
    {
        const string device = "AB/CD+!'(x):=@~.";
        var name = NewName();
        var (browser, session) = await SomebodyAsync(name, $"urn:matrix:client:api:* urn:matrix:client:device:{device}");
        var address = $"account/?action={action}&device_id={Uri.EscapeDataString(device)}";

        var there = await browser.FollowAsync(await browser.GetAsync(address));
        var stranger = Site.Browser();
        var signIn = await stranger.FollowAsync(await stranger.GetAsync(address));
        var signedIn = await stranger.FollowAsync(await stranger.SubmitAsync(signIn, ("username", name), ("password", A.Password)));

        Assert.Equal(("/account/sessions/" + session.Reference(), "/account/sessions/" + session.Reference()), (there.Address, signedIn.Address));
    }

    [Theory]
    [InlineData("org.matrix.device_view")]
    [InlineData("session_end")]
    [InlineData("org.matrix.device_delete&device_id=")]
    [InlineData("org.matrix.devices_list")]
    [InlineData("org.matrix.sessions_list")]
    [InlineData("sessions_list")]
    public async Task Line_47_Without_a_device_it_leads_to_the_list(string action) =>
        Assert.Equal("/account/sessions", (await (await SomebodyAsync()).Browser.GetAsync("account/?action=" + action)).Location);

    [Fact]
    public async Task A_device_that_is_not_there_is_named()
    {
        var page = await (await SomebodyAsync()).Browser.GetAsync("account/devices/GONE%2FGONE%20GONE");

        Assert.Equal((HttpStatusCode.OK, Missing), (page.Status, page.Heading));
        Assert.Contains("GONE/GONE GONE", page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account/sessions/oauth2_session:01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("account/devices/AB%2FCD")]
    [InlineData("account/clients/01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    public async Task Line_38_Whoever_is_not_signed_in_comes_back_to_the_same_page(string address)
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = Site.Browser();

        var signIn = await browser.FollowAsync(await browser.GetAsync(address));
        var signedIn = await browser.SubmitAsync(signIn, ("username", name), ("password", A.Password));

        Assert.Equal("/" + address, signedIn.Location);
    }

    [Fact]
    public async Task An_app_is_shown_to_anybody_who_is_signed_in()
    {
        var client = Registration.Register("""{ "client_name": "A <i>name</i>", "policy_uri": "https://app.example/privacy", "tos_uri": "https://app.example/terms", "client_uri": "https://app.example/" }""");
        await Site.ArrangeAsync(client);
        var browser = (await SomebodyAsync()).Browser;

        var page = await browser.GetAsync("account/clients/" + Ulid.Encode(client.Id));

        Assert.Equal("A <i>name</i>", page.Heading);
        Assert.Equal(
            ["https://app.example/", "https://app.example/privacy", "https://app.example/terms"],
            page.Document.QuerySelectorAll("#facts a[target=_blank][rel=noreferrer]").Select(link => link.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("account/clients/01ARZ3NDEKTSV4RRFFQ69G5FAV")).Status);
    }

    private new async Task<(Browser Browser, OAuthSession Session)> SomebodyAsync() => await SomebodyAsync(NewName(), A.MatrixScope);

    private Task<(Browser Browser, OAuthSession Session)> SomebodyAsync(string scope) => SomebodyAsync(NewName(), scope);

    private async Task<(Browser Browser, OAuthSession Session)> SomebodyAsync(string name, string scope)
    {
        var user = await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        var here = await Site.ReadAsync(database => database.BrowserSessions.Where(session => session.UserId == user.Id).Select(session => session.Id).SingleAsync());
        var client = A.Client();
        var session = OAuthSession.Begin(client.Id, user.Id, here, A.Scope(scope), Phone, "192.0.2.1", ManualClock.Start);
        await Site.ArrangeAsync(client, session);
        return (browser, session);
    }
}

internal static class SessionNaming
{
    public static string Reference(this OAuthSession session) => new SessionReference(AccountSessionKind.OAuth, session.Id).ToString();
}
