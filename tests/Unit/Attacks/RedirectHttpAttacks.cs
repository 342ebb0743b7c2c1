using System.Net;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to be sent elsewhere, over HTTP; what the matcher lets through is tested in <see cref="RedirectAttacks"/>.</summary>
public sealed class RedirectHttpAttacks(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData("https://app.example.evil/cb")] // A1
    [InlineData("https://app.example@evil.test/cb")] // A2
    [InlineData("https://appxexample/cb")] // A4
    [InlineData("HTTP://LOCALHOST/cb")] // A6
    [InlineData("https://app.example:8443/cb")] // A6
    [InlineData("javascript:alert(1)//https://app.example/cb")] // A7
    [InlineData("//app.example/cb")]
    [InlineData("https:\\\\app.example\\cb")]
    public async Task A1_A2_A4_A6_A7_Another_redirect_is_a_page_of_ours_in_every_way_of_answering(string redirectUri)
    {
        var app = await HttpApp.RegisterAsync(Site);
        foreach (var mode in (string?[])[null, "query", "fragment", "form_post"])
        {
            // A8: no other error may be answered before the target is known to be the client's.
            foreach (var (parameter, value) in new (string, string?)[] { ("state", "x"), ("prompt", "none"), ("request", "x"), ("response_type", "token"), ("code_challenge", null), ("scope", "phone") })
            {
                var answer = await Site.Browser().GetAsync(app.AuthorizeAddress(("redirect_uri", redirectUri), ("response_mode", mode), (parameter, value)));

                Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
                Assert.Null(answer.Location);
                Assert.Empty(answer.Document.QuerySelectorAll("form"));
                Assert.DoesNotContain("evil", answer.Text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    public async Task A7_A_target_that_a_browser_would_run_gets_no_form_even_if_the_operator_typed_it(string redirectUri)
    {
        var app = await HttpApp.ConfigureAsync(Site, ClientAuthMethod.None, redirectUri);

        var answer = await Site.Browser().GetAsync(app.AuthorizeAddress(("response_mode", "form_post"), ("prompt", "none")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty(answer.Document.QuerySelectorAll("form"));
    }

    [Fact]
    public async Task A11_What_was_asked_for_cannot_be_changed_on_the_way()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = Site.Browser();
        var signIn = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()));
        const string Changes = "&response_type=token&response_mode=fragment&redirect_uri=https://evil.test/&scope=urn:mas:admin&client_id=x";

        var consent = await browser.FollowAsync(await browser.SignInAsync(name, address: signIn.Address + Changes));
        var answer = await browser.PostAsync(consent.Address + "?" + Changes[1..], ("csrf", consent.Field("csrf")!), ("action", "allow"), ("redirect_uri", "https://evil.test/"), ("response_mode", "fragment"));

        Assert.Matches("^https://app\\.example/cb\\?code=[A-Za-z0-9]{32}&", answer.Location);
        Assert.Equal(A.MatrixScope, (await app.ExchangeAsync(answer.Returned("code")!)).Json.GetProperty("scope").GetString());
    }

    public static TheoryData<string> Elsewhere { get; } =
    [
        "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "https://evil.test", "https:evil.test", "javascript:alert(1)", "\t//evil.test", "/\t/evil.test", "/account//evil.test",
        "/account/../../evil", "/account/..%2f..", "/account\\@evil.test", "/account@evil.test", "/account.evil.test", "/account?x=//evil.test", "/account#//evil.test", "/account/%0d%0aLocation:%20https://evil.test",
        "/accountevil", "/login", "/logout", "account", "",
    ];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task A5_No_wish_to_continue_leads_away(string path)
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var escaped = Uri.EscapeDataString(path);
        foreach (var query in (string[])[$"kind=manage_account&path={escaped}", $"kind=continue_authorization_grant&id={escaped}", $"kind={escaped}&id={escaped}&path={escaped}", $"return_to={escaped}&next={escaped}&continue={escaped}"])
        {
            var browser = Site.Browser();
            var signedIn = await browser.SignInAsync(name, address: "login?" + query);
            var already = await browser.GetAsync("login?" + query);
            var register = await browser.GetAsync("register/password?" + query);
            var form = await browser.GetAsync("account/");
            var signedOut = await browser.PostAsync("logout", ("csrf", form.Field("csrf")!), ("kind", "manage_account"), ("path", path), ("id", path), ("return_to", path));

            Assert.All((Answer[])[signedIn, already, register], answer => Assert.Equal("/account/", answer.Location));
            Assert.Matches("^/login(\\?kind=manage_account&path=(%2F|/)account(%2F|/))?$", signedOut.Location);
        }
    }

    [Fact]
    public async Task A5_No_link_on_a_page_leads_away_either()
    {
        foreach (var path in (string[])["login", "register", "register/password"])
        {
            var browser = Site.Browser();
            var page = await browser.FollowAsync(await browser.GetAsync(path + "?kind=manage_account&path=//evil.test&id=%22%3E%3Ca%20href=//evil.test%3E&login_hint=//evil.test"));

            var links = page.Document.All.SelectMany(element => element.Attributes).Where(attribute => attribute.Name is "href" or "src" or "action" or "formaction").Select(attribute => attribute.Value).ToList();
            Assert.NotEmpty(links);
            Assert.All(links, link => Assert.Equal("auth.example", new Uri(Site.Base, link).Host));
        }
    }

    [Fact]
    public async Task Every_redirect_is_303_so_that_no_form_is_sent_on()
    {
        var app = await HttpApp.RegisterAsync(Site);
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = Site.Browser();
        var answers = new List<Answer>
        {
            await browser.GetAsync(""),
            await browser.GetAsync("register"),
            await browser.GetAsync("account/"),
            await browser.GetAsync(".well-known/change-password"),
            await browser.GetAsync(app.AuthorizeAddress()),
            await browser.GetAsync(app.AuthorizeAddress(("prompt", "none"))),
            await browser.SignInAsync(name),
            await browser.GetAsync("login"),
            await browser.GetAsync("account"),
            await app.AllowAsync(browser),
            await browser.SubmitAsync(await app.ConsentPageAsync(browser), ("action", "cancel")),
            await browser.SubmitAsync(await browser.GetAsync("account/sessions/end-others")),
            await browser.PostAsync("logout", ("csrf", (await browser.GetAsync("account/")).Field("csrf")!)),
        };

        Assert.All(answers, answer => Assert.True(answer is { Status: HttpStatusCode.SeeOther, Location: not null }, $"{answer.Address}: {answer.Status}"));
    }
}
