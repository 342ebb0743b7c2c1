using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Changing the password, and what is said of one while it is typed (flows contract, section 9.5).</summary>
public sealed class PasswordPageTests(SharedPortal shared) : PortalTest(shared)
{
    private const string NewPassword = "seven copper kettles hum at dawn";

    [Fact]
    public async Task Changes_it_and_says_so_once()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        var home = await browser.GetAsync("account/");
        Assert.NotNull(home.Document.QuerySelector("a[href='/account/password/change']"));
        var before = browser.Cookies["session"];

        var form = await browser.GetAsync("account/password/change");
        var changed = await browser.SubmitAsync(form, ("current_password", A.Password), ("new_password", NewPassword));

        Assert.Equal("/account/password/change/success", changed.Location);
        Assert.NotEqual(before, browser.Cookies["session"]);
        Assert.Equal("Your password is changed", (await browser.FollowAsync(changed)).Heading);
        Assert.Equal("/account/", (await browser.GetAsync("account/password/change/success")).Location);
        Assert.Equal("/account/", (await Site.Browser().SignInAsync(name, NewPassword)).Location);
    }

    [Fact]
    public async Task Signs_out_everywhere_else_only_when_asked()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var (here, there) = (await Site.SignedInAsync(name), await Site.SignedInAsync(name));
        await here.SubmitAsync(await here.GetAsync("account/password/change"), ("current_password", A.Password), ("new_password", NewPassword));
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("account/")).Status);

        var done = await here.FollowAsync(await here.SubmitAsync(
            await here.GetAsync("account/password/change"), ("current_password", NewPassword), ("new_password", NewPassword + "!"), ("end_sessions", "true")));

        Assert.Contains("You are signed out everywhere else.", done.Text, StringComparison.Ordinal);
        Assert.StartsWith("/login", (await there.GetAsync("account/")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a wrong password", NewPassword, "current_password-error", "This is not your current password.")]
    [InlineData("", NewPassword, "current_password-error", "Enter your current password.")]
    [InlineData(A.Password, "", "new_password-error", "Choose a password.")]
    [InlineData(A.Password, "P@ssw0rd", "new_password-error", "Swapping letters for digits is guessed quickly. Add another word or two instead.")]
    public async Task Says_at_the_field_what_is_not_right(string current, string password, string place, string sentence)
    {
        var browser = await SomebodyAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("account/password/change"), ("current_password", current), ("new_password", password));

        Assert.Equal((HttpStatusCode.OK, sentence), (page.Status, page.Document.GetElementById(place)!.TextContent.Trim()));
        Assert.DoesNotContain(A.Password, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_when_it_can_be_tried_again()
    {
        var browser = await SomebodyAsync();
        var page = await browser.GetAsync("account/password/change");
        for (var number = 0; number < 2; number++) // signing in was the first of three
        {
            await browser.SubmitAsync(page, ("current_password", "a wrong password"), ("new_password", NewPassword));
        }

        var limited = await browser.SubmitAsync(page, ("current_password", A.Password), ("new_password", NewPassword));

        Assert.Equal((HttpStatusCode.OK, "20"), (limited.Status, limited["Retry-After"]));
        Assert.Contains("You can try again in 20 seconds.", limited.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_only_for_who_is_signed_in_and_leads_back_after_that()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = Site.Browser();
        Assert.Equal("/account/password/change", (await browser.GetAsync(".well-known/change-password")).Location);

        var signIn = await browser.FollowAsync(await browser.GetAsync("account/password/change"));
        var back = await browser.SubmitAsync(signIn, ("username", name), ("password", A.Password));

        Assert.Equal("/account/password/change", back.Location);
        Assert.Equal("/account/password/change", (await browser.GetAsync("login?kind=change_password")).Location);
    }

    [Fact]
    public async Task An_account_without_password_is_told_so()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        await Site.ChangeAsync(async database => (await database.Users.SingleAsync(user => user.UserName == name)).PasswordHash = null);

        Assert.Contains("Your account has no password.", (await browser.GetAsync("account/password/change")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_not_allowed_there_is_no_form_and_no_way_around()
    {
        await using var portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:PasswordChangeAllowed"] = "false" });
        await portal.PersonAsync("alice");
        var browser = await portal.SignedInAsync("alice");

        var page = await browser.GetAsync("account/password/change");
        Assert.Contains("The people who run example.org do not let passwords be changed here.", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("input[name=new_password]"));
        var home = await browser.GetAsync("account/");
        Assert.Null(home.Document.QuerySelector("a[href='/account/password/change']"));
        var answer = await browser.PostAsync("account/password/change", ("csrf", home.Field("csrf")!), ("current_password", A.Password), ("new_password", NewPassword));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await portal.Browser().SignInAsync("alice")).Status);
    }

    [Theory]
    [InlineData("", 0, false, "Four unrelated words work well.")]
    [InlineData("password", 1, false, "Too weak. That password is on lists of common passwords. Four unrelated words work well.")]
    [InlineData("zwergbanane7", 3, true, "Good. This is hard to guess.")]
    [InlineData(NewPassword, 4, true, "Very good. This is very hard to guess.")]
    public async Task What_is_typed_is_judged_as_the_form_will_be(string password, int bars, bool accepted, string text)
    {
        var browser = Site.Browser();
        var csrf = (await browser.GetAsync("register/password")).Field("csrf")!;

        var answer = await browser.PostAsync("password/strength", ("csrf", csrf), ("password", password), ("username", "somebody"));

        Assert.Equal((bars, accepted, text), (answer.Json.GetProperty("bars").GetInt32(), answer.Json.GetProperty("accepted").GetBoolean(), answer.Json.GetProperty("text").GetString()));
        Assert.Equal("no-store", answer["Cache-Control"]);
    }

    [Fact]
    public async Task What_stands_beside_the_password_makes_it_weaker_and_so_does_what_the_account_shows()
    {
        const string Weak = "quorbaxzyl-frimbledon";
        var browser = Site.Browser();
        var csrf = (await browser.GetAsync("register/password")).Field("csrf")!;
        Assert.True((await browser.PostAsync("password/strength", ("csrf", csrf), ("password", Weak))).Json.GetProperty("accepted").GetBoolean());
        var beside = await browser.PostAsync("password/strength", ("csrf", csrf), ("password", Weak), ("username", "quorbaxzyl"), ("email", "frimbledon@example.com"));
        Assert.Equal("Too weak. It holds your name or address. Leave those out and use words that have nothing to do with you.", beside.Json.GetProperty("text").GetString());

        var name = NewName();
        var user = await Site.PersonAsync(name);
        await Site.ArrangeAsync(A.Email(user, "quorbaxzyl@frimbledon.example"));
        var signedIn = await Site.SignedInAsync(name);
        csrf = (await signedIn.GetAsync("account/password/change")).Field("csrf")!;

        Assert.False((await signedIn.PostAsync("password/strength", ("csrf", csrf), ("password", Weak))).Json.GetProperty("accepted").GetBoolean());
    }

    [Fact]
    public async Task Only_our_own_pages_may_ask_and_only_so_often()
    {
        var browser = Site.Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("password/strength", ("password", "password"))).Status);
        var csrf = (await browser.GetAsync("register/password")).Field("csrf")!;
        for (var number = 0; number < 60; number++)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("password/strength", ("csrf", csrf), ("password", "x"))).Status);
        }

        var limited = await browser.PostAsync("password/strength", ("csrf", csrf), ("password", "x"));

        Assert.Equal(((HttpStatusCode)429, "1"), (limited.Status, limited["Retry-After"]));
    }

    [Fact]
    public async Task Every_new_password_has_a_meter_beside_it()
    {
        var browser = await SomebodyAsync();
        foreach (var page in new[] { await Site.Browser().GetAsync("register/password"), await browser.GetAsync("account/password/change") })
        {
            var input = page.Document.QuerySelector("input[data-strength]")!;
            var meter = page.Document.GetElementById(input.GetAttribute("data-strength")!)!;
            Assert.Equal("/password/strength", meter.GetAttribute("data-strength-url"));
            Assert.Contains(meter.Id!, input.GetAttribute("aria-describedby")!.Split(' '));
            Assert.NotNull(page.Document.QuerySelector("script[src*='typing'][nonce]"));
        }
    }
}
