using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Legacy;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Apps of the legacy login in "where you are signed in" (flows contract, sections 9.6 to 9.9).</summary>
public sealed class LegacySessionPageTests(SharedPortal shared) : PortalTest(shared)
{
    private const string Desktop = "Element/1.11 (Linux)";

    [Fact]
    public async Task The_list_names_it_as_the_app_did_and_says_where_the_app_is()
    {
        var (browser, _) = await SomebodyAsync("Kitchen table");

        var row = (await browser.GetAsync("account/sessions?kind=apps")).Document.QuerySelector("#sessions-apps li")!;

        Assert.Equal("Kitchen table", row.QuerySelector("a")!.TextContent.Trim());
        Assert.Contains("app.example", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_page_says_all_that_is_known_and_what_it_can_do()
    {
        var (browser, session) = await SomebodyAsync("Kitchen table");

        var page = await browser.GetAsync(AddressOf(session));

        Assert.Equal((HttpStatusCode.OK, "Kitchen table"), (page.Status, page.Heading));
        var facts = page.Document.QuerySelectorAll("#facts dt").ToDictionary(term => term.TextContent, term => term.NextElementSibling!.TextContent.Trim());
        Assert.Equal(("https://app.example/", A.DeviceId, "192.0.2.1", "Firefox on Linux"), (facts["App"], facts["Device ID"], facts["Address"], facts["Allowed in"]));
        Assert.Contains("Read and send messages in your rooms", page.Document.QuerySelector("#can")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("See or change your password", page.Document.QuerySelector("#cannot")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("#power"));
        Assert.Contains("It loses access to your account at once.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_without_a_name_goes_by_its_device()
    {
        var (browser, session) = await SomebodyAsync(name: null);

        Assert.Equal("Element on Linux", (await browser.GetAsync(AddressOf(session))).Heading);
    }

    [Fact]
    public async Task An_imported_one_with_power_over_the_homeserver_says_so()
    {
        var user = await Site.PersonAsync(NewName());
        var session = LegacySession.Begin(user.Id, null, null, null, null, null, ManualClock.Start, isSynapseAdmin: true);
        await Site.ArrangeAsync(session);

        var page = await (await Site.SignedInAsync(user.UserName!)).GetAsync(AddressOf(session));

        Assert.Equal("Unknown device", page.Heading);
        Assert.Contains("Run the whole server", page.Document.QuerySelector("#power")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_owner_names_it_and_signs_it_out()
    {
        var (browser, session) = await SomebodyAsync("Kitchen table");
        var renamed = await browser.SubmitAsync(await browser.GetAsync(AddressOf(session) + "/rename"), ("name", "Desk"));

        Assert.Contains("It is called Desk now.", (await browser.FollowAsync(renamed)).Document.Body!.TextContent, StringComparison.Ordinal);
        var confirm = await browser.GetAsync($"account/sessions/sign-out?session={Reference(session)}");
        Assert.Equal("Sign out Desk?", confirm.Heading);
        Assert.Contains("Desk is signed out.", (await browser.FollowAsync(await browser.SubmitAsync(confirm))).Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(await Site.ReadAsync(database => database.LegacySessions.Where(row => row.Id == session.Id).Select(row => row.FinishedAt).SingleAsync()));
    }

    [Fact]
    public async Task A73_Somebody_elses_is_not_there()
    {
        var (_, session) = await SomebodyAsync("Kitchen table");
        var mallory = await SomebodyAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await mallory.GetAsync(AddressOf(session))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await mallory.GetAsync(AddressOf(session) + "/rename")).Status);
        await mallory.PostAsync("account/sessions/end", ("session", Reference(session)), ("csrf", (await mallory.GetAsync("account/sessions")).Field("csrf")!));
        Assert.Null(await Site.ReadAsync(database => database.LegacySessions.Where(row => row.Id == session.Id).Select(row => row.FinishedAt).SingleAsync()));
    }

    private async Task<(Browser Browser, LegacySession Session)> SomebodyAsync(string? name)
    {
        var user = await Site.PersonAsync(NewName());
        var browser = await Site.SignedInAsync(user.UserName!);
        var stored = await Site.ReadAsync(database => database.BrowserSessions.SingleAsync(session => session.UserId == user.Id));
        var session = ALegacyApp.Session(user, name: name, browser: stored, userAgent: Desktop);
        var login = ALegacyApp.Fulfilled(stored, NewName());
        login.Exchange(session, ManualClock.Start);
        await Site.ArrangeAsync(session, login);
        return (browser, session);
    }

    private static string Reference(LegacySession session) => new SessionReference(AccountSessionKind.Legacy, session.Id).ToString();

    private static string AddressOf(LegacySession session) => "account/sessions/" + Reference(session);
}
