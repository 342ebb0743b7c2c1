using System.Net;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Section 5.2 of the flows contract, as a browser without scripts sees it.</summary>
public sealed class SignInPageTests(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData("", "", "username password")]
    [InlineData("alice", "", "password")]
    [InlineData("", "secret", "username")]
    [InlineData("  ", "secret", "username")]
    public async Task Line_6_Empty_fields_are_required_and_the_username_is_kept(string username, string password, string missing)
    {
        var browser = Site.Browser();

        var page = await browser.SubmitAsync(await browser.GetAsync("login"), ("username", username), ("password", password));

        Assert.Equal(missing.Split(' ').Select(field => (field + "-error", "required")), page.Document.QuerySelectorAll(".error").Select(error => (error.Id!, error.GetAttribute("data-error-code")!)));
        Assert.Equal((username.Trim(), null), (page.Field("username"), page.Field("password")));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")]
    public async Task Line_8_A_refusal_has_one_code_for_scripts_whoever_it_is(string username)
    {
        var page = await Site.Browser().SignInAsync(username, "wrong");

        Assert.Equal("invalid-credentials", Assert.Single(page.Document.QuerySelectorAll("[data-error-code]")).GetAttribute("data-error-code"));
    }

    [Fact]
    public async Task Line_9_The_fourth_try_in_a_minute_is_limited_and_told_when_to_come_back()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = Site.Browser();
        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await browser.SignInAsync(name, "wrong"))["Retry-After"]);
        }

        var page = await browser.SignInAsync(name);

        Assert.Equal((HttpStatusCode.OK, "20", name), (page.Status, page["Retry-After"], page.Field("username")));
        Assert.Equal("rate-limited", Assert.Single(page.Document.QuerySelectorAll("[data-error-code]")).GetAttribute("data-error-code"));
    }

    [Theory]
    [InlineData("mxid:@alice:example.org", "alice")]
    [InlineData("mxid:@alice:elsewhere.example", "")]
    [InlineData("@alice:example.org", "")]
    [InlineData("alice", "")]
    [InlineData("alice@example.com", "")]
    [InlineData("", "")]
    public async Task A_hint_fills_in_a_Matrix_id_of_ours_and_nothing_else(string hint, string filled) =>
        Assert.Equal(filled, (await Site.Browser().GetAsync("login?login_hint=" + Uri.EscapeDataString(hint))).Field("username"));

    [Theory]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData("alice@", "")]
    public async Task A_hint_fills_in_an_address_where_addresses_sign_in_and_what_was_typed_wins_over_it(string hint, string filled)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:LoginWithEmailAllowed"] = "true" });
        var browser = site.Browser();
        var page = await browser.GetAsync("login?login_hint=" + Uri.EscapeDataString(hint));

        var refused = await browser.SubmitAsync(page, ("username", "typed"), ("password", "wrong"));

        Assert.Equal(("Username or email", filled, "typed"), (page.Document.QuerySelector("label[for=username]")!.TextContent, page.Field("username"), refused.Field("username")));
    }

    [Fact]
    public async Task Line_7_An_address_signs_in_where_that_is_allowed_whatever_its_case()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:LoginWithEmailAllowed"] = "true" });
        var user = await site.PersonAsync("alice");
        await site.ArrangeAsync(A.Email(user, "alice@example.com"));

        Assert.Equal("/account/", (await site.Browser().SignInAsync("Alice@Example.COM")).Location);
    }

    [Theory]
    [InlineData("login", "/account/")]
    [InlineData("login?kind=manage_account&path=%2Faccount%2Fsessions", "/account/sessions")]
    [InlineData("login?kind=unknown&path=%2Faccount%2Fsessions", "/account/")]
    [InlineData("login?kind=manage_account&path=https%3A%2F%2Fevil.example%2F", "/account/")]
    public async Task Line_10_Signing_in_leads_to_what_was_wanted_else_home(string address, string leads)
    {
        var name = NewName();
        await Site.PersonAsync(name);

        Assert.Equal(leads, (await Site.Browser().SignInAsync(name, address: address)).Location);
    }

    [Fact]
    public async Task Line_11_With_passwords_and_passkeys_off_there_is_no_form_and_the_page_says_so()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Passwords:Enabled"] = "false", ["Portal:Passkeys:Enabled"] = "false" });
        await site.PersonAsync("alice");
        var browser = site.Browser();
        var page = await browser.GetAsync("login");
        var token = (await browser.GetAsync("link")).Field("csrf")!;

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll("form, input, a[href*=register]"));
        Assert.Contains("Nobody can sign in here at present.", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("login", ("csrf", token), ("username", "alice"), ("password", A.Password))).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("register/password", ("csrf", token))).Status);
        Assert.Equal("Nobody can create an account here at present", (await browser.GetAsync("register")).Heading);
        Assert.DoesNotContain("session", browser.Cookies.Keys);
    }
}
