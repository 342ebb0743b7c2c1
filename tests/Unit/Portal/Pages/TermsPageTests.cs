using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>New terms are asked for once, at the next sign-in, and what the person wanted goes on afterwards.</summary>
public sealed class TermsPageTests : IAsyncLifetime
{
    private const string Terms = "https://example.org/terms-2";
    private const string Wish = "kind=manage_account&path=%2Faccount%2Fsessions";
    private PortalFactory _site = null!;

    public async ValueTask InitializeAsync() => _site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Branding:TosUri"] = Terms });

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("https://example.org/terms-1", "The terms of example.org have changed")]
    [InlineData(null, "The terms of example.org")]
    public async Task Whoever_has_not_accepted_them_is_asked_once_and_goes_on(string? accepted, string heading)
    {
        var user = await PersonAsync(accepted);
        var browser = _site.Browser();

        var page = await browser.FollowAsync(await browser.SignInAsync("alice", address: "login?" + Wish));
        Assert.Equal((heading, "/terms?" + Wish), (page.Heading, page.Address));
        var refused = await browser.SubmitAsync(page);
        Assert.Equal("required", refused.Document.QuerySelector("#accept_terms-error")?.GetAttribute("data-error-code"));
        Assert.Equal("/account/sessions", (await browser.SubmitAsync(page, ("accept_terms", "true"))).Location);

        var stored = await _site.ReadAsync(database => database.Users.SingleAsync(row => row.Id == user.Id));
        Assert.Equal((Terms, _site.Clock.GetUtcNow()), (stored.AcceptedTermsUri, stored.AcceptedTermsAt!.Value));
        Assert.Equal("/account/sessions", (await _site.Browser().SignInAsync("alice", address: "login?" + Wish)).Location);
    }

    [Fact]
    public async Task The_request_of_an_app_goes_on_after_them()
    {
        await PersonAsync(null);
        var app = await HttpApp.RegisterAsync(_site);
        var browser = _site.Browser();
        var signIn = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()));

        var terms = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("username", "alice"), ("password", A.Password)));
        var consent = await browser.FollowAsync(await browser.SubmitAsync(terms, ("accept_terms", "true")));

        Assert.StartsWith("/consent/", consent.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_accept_them_can_sign_out()
    {
        var user = await PersonAsync(null);
        var browser = _site.Browser();
        var page = await browser.FollowAsync(await browser.SignInAsync("alice", address: "login?" + Wish));

        var left = await browser.SubmitAsync(page, ("action", "sign-out"));

        Assert.Equal("/login?" + Wish, left.Location);
        Assert.Equal("/login?" + Wish, (await browser.GetAsync(page.Address)).Location);
        Assert.Equal(1, await _site.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.FinishedAt != null)));
        Assert.Null((await _site.ReadAsync(database => database.Users.SingleAsync(row => row.Id == user.Id))).AcceptedTermsUri);
    }

    [Fact]
    public async Task Only_the_terms_that_were_shown_are_accepted()
    {
        await PersonAsync(null);
        var browser = _site.Browser();
        var page = await browser.FollowAsync(await browser.SignInAsync("alice"));

        var answer = await browser.SubmitAsync(page, ("accept_terms", "true"), ("terms", "https://example.org/terms-1"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(0, await _site.ReadAsync(database => database.Users.CountAsync(user => user.AcceptedTermsUri != null)));
    }

    [Fact]
    public async Task Where_nothing_is_to_be_accepted_the_page_leads_on()
    {
        await PersonAsync(Terms);
        var browser = await _site.SignedInAsync("alice");

        Assert.Equal("/account/sessions", (await browser.GetAsync("terms?" + Wish)).Location);
        await using var without = await PortalFactory.StartAsync();
        await without.PersonAsync("alice");
        Assert.Equal("/account/", (await (await without.SignedInAsync("alice")).GetAsync("terms")).Location);
    }

    private Task<PortalUser> PersonAsync(string? accepted) => _site.PersonAsync("alice", user =>
    {
        if (accepted is not null)
        {
            user.AcceptTerms(accepted, ManualClock.Start);
        }
    });
}
