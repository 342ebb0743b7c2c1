using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Accounts and sessions that cannot be used: what a person sees, and the ways on (flows contract, sections 9.10 and 11).</summary>
public sealed class DeletedAccountTests : IAsyncLifetime
{
    private PortalFactory _site = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync();
        await _site.PersonAsync("alice");
        _browser = await _site.SignedInAsync("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Line_45_A_person_deletes_their_account_and_has_it_back_within_seven_days()
    {
        var elsewhere = await _site.SignedInAsync("alice");
        var gone = await DeleteAsync();
        Assert.Equal("Account deleted", gone.Heading);
        Assert.Contains("@alice:example.org", gone.Text, StringComparison.Ordinal);
        Assert.Contains("Wednesday 11 March 2026", gone.Text, StringComparison.Ordinal);
        Assert.Equal("Account deleted", (await elsewhere.FollowAsync(await elsewhere.GetAsync("account/"))).Heading);

        _site.Clock.Jump(TimeSpan.FromDays(6));
        var signIn = await _browser.FollowAsync(await _browser.SubmitAsync(gone, FormOf(gone)));
        var offer = await _browser.FollowAsync(await _browser.SubmitAsync(signIn, ("username", "alice"), ("password", A.Password)));
        Assert.Equal("This account is being deleted", offer.Heading);
        Assert.StartsWith("/login", (await _browser.GetAsync("account/")).Location, StringComparison.Ordinal);

        var home = await _browser.FollowAsync(await _browser.SubmitAsync(offer, ("action", "keep")));

        Assert.Equal("alice", home.Heading);
        Assert.StartsWith("/login", (await elsewhere.GetAsync("account/")).Location, StringComparison.Ordinal); // what was signed out stays so
    }

    [Fact]
    public async Task Who_leaves_the_page_that_offers_it_back_is_signed_out_and_the_account_stays_deleted()
    {
        await DeleteAsync();
        var other = _site.Browser();
        var offer = await other.FollowAsync(await other.SignInAsync("alice"));

        Assert.Equal("/login", (await other.SubmitAsync(offer, ("action", "leave"))).Location);

        Assert.Equal("/login", (await other.GetAsync("login/deleted")).Location);
        Assert.Equal("/login", (await other.SubmitAsync(offer, ("action", "keep"))).Location);
        Assert.False(await _site.ReadAsync(database => database.Users.AnyAsync(user => user.DeactivatedAt == null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("!")]
    public async Task A38_A39_Nobody_comes_back_with_a_cookie_of_their_own_making(string cookie)
    {
        await DeleteAsync();
        var mallory = _site.Browser();
        var csrf = (await mallory.GetAsync("login")).Field("csrf")!;
        mallory.Cookies["account-return"] = cookie;

        Assert.Equal("/login", (await mallory.PostAsync("login/deleted", ("csrf", csrf), ("action", "keep"))).Location);
        Assert.False(await _site.ReadAsync(database => database.Users.AnyAsync(user => user.DeactivatedAt == null)));
    }

    [Fact]
    public async Task A38_The_proof_that_leads_back_is_good_for_ten_minutes()
    {
        await DeleteAsync();
        var other = _site.Browser();
        var offer = await other.FollowAsync(await other.SignInAsync("alice"));
        _site.Clock.Jump(TimeSpan.FromMinutes(11));

        Assert.Equal("/login", (await other.SubmitAsync(offer, ("action", "keep"))).Location);
        Assert.False(await _site.ReadAsync(database => database.Users.AnyAsync(user => user.DeactivatedAt == null)));
    }

    [Fact]
    public async Task What_is_typed_must_be_the_Matrix_id()
    {
        var page = await _browser.SubmitAsync(await _browser.GetAsync("account/deactivate"), ("mxid", "alice"), ("erase", "true"));

        Assert.Contains("This is not your Matrix ID.", page.Text, StringComparison.Ordinal);
        Assert.True(page.Document.QuerySelector("input[name=erase]")!.HasAttribute("checked"));
        Assert.Equal("alice", page.Field("mxid"));
    }

    [Fact]
    public async Task Line_46_An_interstitial_carries_what_was_asked_for()
    {
        await ChangeAsync(user => user.Lock(_site.Clock.GetUtcNow()));
        var consent = await (await HttpApp.RegisterAsync(_site)).ConsentPageAsync(_browser);

        Assert.Equal("Account locked", consent.Heading);
        Assert.Equal("continue_authorization_grant", consent.Field("kind"));
        var signIn = await _browser.SubmitAsync(consent, FormOf(consent));
        Assert.Contains($"id={consent.Field("id")}", signIn.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_46_That_of_the_home_page_carries_nothing()
    {
        await ChangeAsync(user => user.Lock(_site.Clock.GetUtcNow()));

        var page = await _browser.FollowAsync(await _browser.GetAsync("/"));

        Assert.Equal((HttpStatusCode.OK, "Account locked", null), (page.Status, page.Heading, page.Field("kind")));
        Assert.Equal("/login", (await _browser.SubmitAsync(page, FormOf(page))).Location);
        Assert.Equal("Sign in to example.org", (await _browser.GetAsync("login")).Heading);
    }

    [Fact]
    public async Task Deleted_comes_before_locked_and_locked_before_ended()
    {
        await ChangeAsync(user => user.Lock(_site.Clock.GetUtcNow()));
        await _site.ChangeAsync(async database => (await database.BrowserSessions.SingleAsync()).TryFinish(_site.Clock.GetUtcNow()));
        Assert.Equal("Account locked", (await _browser.GetAsync("login")).Heading);

        await ChangeAsync(user => user.Deactivate(_site.Clock.GetUtcNow()));
        var page = await _browser.GetAsync("login");
        Assert.Equal("Account deleted", page.Heading);
        Assert.DoesNotContain("until", page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_leads_straight_to_sign_in_and_says_so_once()
    {
        await _site.ChangeAsync(async database => (await database.BrowserSessions.SingleAsync()).TryFinish(_site.Clock.GetUtcNow()));

        var page = await _browser.FollowAsync(await _browser.GetAsync("account/sessions"));

        Assert.Equal("Sign in to example.org", page.Heading);
        Assert.Contains("This browser was signed out from elsewhere.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("from elsewhere", (await _browser.GetAsync("login")).Text, StringComparison.Ordinal);
        Assert.Equal("/account/sessions", (await _browser.SubmitAsync(page, ("username", "alice"), ("password", A.Password))).Location);
    }

    [Fact]
    public async Task Registering_does_not_mind_an_unusable_session()
    {
        await ChangeAsync(user => user.Lock(_site.Clock.GetUtcNow()));

        Assert.Equal("Create your account", (await _browser.GetAsync("register/password")).Heading);
    }

    private async Task<Answer> DeleteAsync() =>
        await _browser.FollowAsync(await _browser.SubmitAsync(await _browser.GetAsync("account/deactivate"), ("mxid", " @Alice:example.org ")));

    // Signs out, and so leads to signing in.
    private static IHtmlFormElement FormOf(Answer page) => (IHtmlFormElement)page.Document.QuerySelector("main form")!;

    private Task ChangeAsync(Action<PortalUser> change) => _site.ChangeAsync(async database => change(await database.Users.SingleAsync()));
}
