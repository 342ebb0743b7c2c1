using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Homeserver;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/account/reset-cross-signing</c> (flows contract, section 9.11).</summary>
public sealed class IdentityResetPageTests : IAsyncLifetime
{
    private const string Path = "account/reset-cross-signing";

    private readonly RecordingHomeserver _homeserver = new();
    private PortalFactory _site = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync(change: services => services.AddSingleton<IHomeserver>(_homeserver));
        await _site.PersonAsync("alice");
        _homeserver.Add("alice");
        _browser = await _site.SignedInAsync("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task An_app_leads_here_the_person_allows_it_and_it_is_recorded()
    {
        var page = await _browser.FollowAsync(await _browser.GetAsync("account/?action=org.matrix.cross_signing_reset"));
        Assert.Equal("Reset your encryption identity?", page.Heading);
        Assert.Empty(_homeserver.CallsOf(nameof(IHomeserver.AllowCrossSigningResetAsync)));

        var done = await _browser.FollowAsync(await _browser.SubmitAsync(page));

        Assert.Equal("Your identity can be reset now", done.Heading);
        Assert.Equal("alice", Assert.Single(_homeserver.CallsOf(nameof(IHomeserver.AllowCrossSigningResetAsync))).Username);
        Assert.Equal(SecurityEvent.IdentityResetAllowed, await _site.ReadAsync(database => database.SecurityEvents.Select(happened => happened.Kind).SingleAsync()));
    }

    [Fact]
    public async Task Who_has_not_proven_who_they_are_for_a_while_is_asked_to()
    {
        _site.Clock.Advance(new AccountOptions().ProofLifetime + TimeSpan.FromSeconds(1));

        Assert.StartsWith("/account/confirm?", (await _browser.GetAsync(Path)).Location, StringComparison.Ordinal);
        Assert.StartsWith("/account/confirm?", (await _browser.PostAsync(Path, ("csrf", (await _browser.GetAsync("account/")).Field("csrf")!))).Location, StringComparison.Ordinal);
        Assert.Empty(_homeserver.Calls);
    }

    [Fact]
    public async Task A_homeserver_that_is_away_is_said_and_it_can_be_tried_again()
    {
        var page = await _browser.GetAsync(Path);
        _homeserver.BeAway();
        var failed = await _browser.SubmitAsync(page);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The reset is not allowed yet"), (failed.Status, failed.Heading));
        Assert.Contains(failed.Document.QuerySelectorAll("main a"), link => link.GetAttribute("href") == "/" + Path);
        _homeserver.BeBack();

        Assert.Equal("/account/reset-cross-signing/success", (await _browser.SubmitAsync(await _browser.GetAsync(Path))).Location);
    }

    [Fact]
    public async Task A_link_alone_makes_nobody_believe_that_it_was_allowed()
    {
        Assert.Equal("/" + Path, (await _browser.GetAsync(Path + "/success")).Location);
        Assert.Equal("Nothing was changed", (await _browser.GetAsync(Path + "/cancelled")).Heading);
        Assert.Empty(_homeserver.Calls);
    }

    [Fact]
    public async Task Who_is_signed_out_signs_in_first_and_comes_back_to_it()
    {
        var answer = await _site.Browser().GetAsync("account/?action=org.matrix.cross_signing_reset");

        Assert.StartsWith("/login?", answer.Location, StringComparison.Ordinal);
        Assert.Contains("reset-cross-signing", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apps_find_it_in_the_metadata_and_people_on_their_account_page()
    {
        Assert.Contains("org.matrix.cross_signing_reset", (await _browser.GetAsync(".well-known/openid-configuration")).Text, StringComparison.Ordinal);
        Assert.Contains("/" + Path, (await _browser.GetAsync("account/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_homeserver_there_is_no_such_page()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(Path, ("csrf", (await browser.GetAsync("account/")).Field("csrf")!))).Status);
        Assert.DoesNotContain(Path, (await browser.GetAsync("account/")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cross_signing_reset", (await browser.GetAsync(".well-known/openid-configuration")).Text, StringComparison.Ordinal);
    }
}
