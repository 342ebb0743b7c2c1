using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attacks on codes and tokens that go all the way through HTTP; their neighbours without it are in <see cref="TokenAttacks"/> and <see cref="PkceAttacks"/>.</summary>
public sealed class CodeHttpAttacks(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData(ClientAuthMethod.None)]
    [InlineData(ClientAuthMethod.Basic)]
    public async Task A14_A_code_is_worthless_to_another_client(string method)
    {
        var (app, thief) = (await HttpApp.RegisterAsync(Site), await HttpApp.RegisterAsync(Site, method, name: "Thief"));
        var code = await app.CodeAsync(await SomebodyAsync());

        var stolen = await thief.ExchangeAsync(code);

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized_client"), (stolen.Status, stolen.Error));
        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(code)).Status);
    }

    [Fact]
    public async Task A15_A_code_redeemed_fifty_times_at_once_over_HTTP_works_once()
    {
        var app = await HttpApp.RegisterAsync(Site, name: "Fifty at once");
        var code = await app.CodeAsync(await SomebodyAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.ExchangeAsync(code)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(49, answers.Count(answer => answer.Status == HttpStatusCode.BadRequest && answer.Error == "invalid_grant"));
        Assert.Equal(1, await Site.ReadAsync(database => database.OAuthSessions.CountAsync(session => session.ClientId == Ids.Of(app))));
    }

    [Fact]
    public async Task A15_Consent_pressed_fifty_times_at_once_gives_one_code()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        var page = await app.ConsentPageAsync(browser);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => browser.SubmitAsync(page, ("action", "allow"))));

        Assert.Single(answers, answer => answer.Returned("code") is not null);
        Assert.Equal(49, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A18_A_code_dies_with_the_session_that_allowed_it()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        var code = await app.CodeAsync(browser);
        await browser.PostAsync("logout", ("csrf", (await browser.GetAsync("account/")).Field("csrf")!));

        var answer = await app.ExchangeAsync(code);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A18_A_session_that_the_person_ended_gives_no_more_tokens()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var browser = await SomebodyAsync();
        var tokens = await app.TokensAsync(browser);
        var page = await browser.GetAsync("account/sessions");
        var signOut = page.Document.QuerySelector("li.session a[href*='sign-out?session=oauth2_session:']")!.GetAttribute("href")!;

        await browser.SubmitAsync(await browser.GetAsync(signOut));

        Assert.Equal("invalid_grant", (await app.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).Error);
        Assert.False((await app.HomeserverIntrospectsAsync(tokens.GetProperty("access_token").GetString()!)).GetProperty("active").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "S256")]
    [InlineData(HttpApp.Challenge, null)]
    [InlineData(HttpApp.Challenge, "plain")]
    [InlineData(HttpApp.Challenge, "s256")]
    [InlineData("short", "S256")]
    public async Task A20_A_request_without_a_whole_S256_challenge_gets_no_code(string? challenge, string? method)
    {
        foreach (var authentication in (string[])[ClientAuthMethod.None, ClientAuthMethod.Basic])
        {
            var app = await HttpApp.RegisterAsync(Site, authentication);

            var answer = await (await SomebodyAsync()).GetAsync(app.AuthorizeAddress(("code_challenge", challenge), ("code_challenge_method", method)));

            Assert.Equal("invalid_request", answer.Returned("error"));
        }
    }
}
