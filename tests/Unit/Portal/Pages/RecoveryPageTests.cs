using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Identity.Accounts.Recovery;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>A forgotten password, page by page (flows contract, section 7).</summary>
public sealed class RecoveryPageTests : IAsyncLifetime
{
    private const string NewPassword = ARecovery.NewPassword;

    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync(new Dictionary<string, string?>
        {
            ["Portal:Account:PasswordRecoveryEnabled"] = "true",
            ["Portal:RateLimiting:AccountRecovery:PerAddress:Burst"] = "4",
        });
        var alice = await _portal.PersonAsync("alice");
        await _portal.ArrangeAsync(A.Email(alice, ARecovery.Address));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task From_the_sign_in_page_to_a_new_password_and_back_into_the_app()
    {
        var app = await HttpApp.RegisterAsync(_portal);
        var browser = _portal.Browser();
        var signIn = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()));
        var recover = await browser.GetAsync(LinkOf(signIn, "Forgot password?"));
        Assert.Equal("Set a new password", recover.Heading);
        Assert.Contains("To continue to", recover.Text, StringComparison.Ordinal);

        var progress = await browser.FollowAsync(await browser.SubmitAsync(recover, ("email", ARecovery.Address)));
        Assert.Equal("Check your email", progress.Heading);
        var form = await browser.GetAsync(await LinkAsync());
        Assert.Equal("Choose a new password", form.Heading);
        Assert.Equal("alice", form.Field("username"));
        Assert.True(form.Document.QuerySelector("input[name=end_sessions]")!.HasAttribute("checked"));
        var saved = await browser.SubmitAsync(form, ("new_password", NewPassword));

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        var again = await browser.GetAsync(saved.Location!);
        Assert.Contains("Your new password is saved.", again.Text, StringComparison.Ordinal);
        Assert.Equal("alice", again.Field("username"));
        var consent = await browser.FollowAsync(await browser.SubmitAsync(again, ("password", NewPassword)));
        Assert.Equal("Let Example use your account?", consent.Heading);
        Assert.DoesNotContain("Your new password is saved.", (await _portal.Browser().GetAsync("login")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A36_Only_the_browser_that_asked_for_the_link_goes_on_with_the_app()
    {
        var app = await HttpApp.RegisterAsync(_portal);
        var (mallory, alice) = (_portal.Browser(), _portal.Browser());
        var signIn = await mallory.FollowAsync(await mallory.GetAsync(app.AuthorizeAddress()));
        await mallory.SubmitAsync(await mallory.GetAsync(LinkOf(signIn, "Forgot password?")), ("email", ARecovery.Address));
        var link = await LinkAsync();

        var saved = await alice.SubmitAsync(await alice.GetAsync(link), ("new_password", NewPassword));

        Assert.Equal("/login?login_hint=mxid%3A%40alice%3Aexample.org", saved.Location);
        Assert.Equal("/account/", (await alice.SubmitAsync(await alice.GetAsync(saved.Location!), ("password", NewPassword))).Location);
        var used = await _portal.Browser().GetAsync(link);
        Assert.Equal("This link has already been used", used.Heading);
        Assert.All(used.Document.QuerySelectorAll("main a[href]"), way => Assert.DoesNotContain("id=", way.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A31_Too_many_passwords_with_a_link_must_wait_and_keep_the_form()
    {
        var browser = _portal.Browser();
        var form = await browser.GetAsync(await AskAsync());
        for (var number = 0; number < 10; number++)
        {
            form = await browser.SubmitAsync(form, ("new_password", "weak"));
            Assert.Equal("weak", form.Document.QuerySelector("[data-error-code]:not([data-focus])")!.GetAttribute("data-error-code"));
        }

        var limited = await browser.SubmitAsync(form, ("new_password", NewPassword));
        var lost = await browser.PostAsync("account/password/recovery?ticket=" + new string('x', 32), ("csrf", form.Field("csrf")!), ("new_password", NewPassword));

        Assert.Equal(("6", "rate-limited"), (limited["Retry-After"], limited.Document.QuerySelector("#error-summary")!.GetAttribute("data-error-code")));
        Assert.Equal("Choose a new password", limited.Heading);
        Assert.Equal(HttpStatusCode.NotFound, lost.Status);
        _portal.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(limited, ("new_password", NewPassword))).Status);
    }

    [Fact]
    public async Task Opening_a_link_any_number_of_times_uses_nothing_up_and_signs_nobody_in()
    {
        var link = await AskAsync();
        for (var time = 0; time < 3; time++)
        {
            var page = await _portal.Browser().GetAsync(link);

            Assert.Equal("Choose a new password", page.Heading);
            Assert.DoesNotContain(page.SetCookies, cookie => cookie.Name == "session");
            Assert.Equal("no-referrer", page["Referrer-Policy"]);
            Assert.Contains("no-store", page["Cache-Control"], StringComparison.Ordinal);
            Assert.All(page.Document.QuerySelectorAll("a[href*=ticket]"), anchor => Assert.Equal($"/{link}#main", anchor.GetAttribute("href"))); // in no link that leads away
        }

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _portal.Browser().SendAsync(HttpMethod.Head, link)).Status);
    }

    [Fact]
    public async Task Line_29_Says_afterwards_that_the_link_was_used()
    {
        var link = await AskAsync();
        var browser = _portal.Browser();
        var form = await browser.GetAsync(link);
        await browser.SubmitAsync(form, ("new_password", NewPassword));

        foreach (var answer in new[] { await browser.GetAsync(link), await browser.SubmitAsync(form, ("new_password", "another password of many words")) })
        {
            Assert.Equal((HttpStatusCode.OK, "This link has already been used"), (answer.Status, answer.Heading));
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync("alice", NewPassword)).Status);
    }

    [Fact]
    public async Task Line_29_Says_that_the_link_has_expired_and_sends_another_one()
    {
        var link = await AskAsync();
        _portal.Clock.Advance(TimeSpan.FromMinutes(10));
        var browser = _portal.Browser();
        var expired = await browser.GetAsync(link);
        Assert.Equal("This link has expired", expired.Heading);
        Assert.Contains(ARecovery.Address, expired.Text, StringComparison.Ordinal);

        var progress = await browser.FollowAsync(await browser.SubmitAsync(expired, ("action", "resend")));

        Assert.Equal("Check your email", progress.Heading);
        Assert.Equal("Choose a new password", (await browser.GetAsync(await LinkAsync())).Heading);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?ticket=")]
    [InlineData("?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("?ticket=%00")]
    public async Task A_link_that_never_was_is_not_found(string query)
    {
        var answer = await _portal.Browser().GetAsync("account/password/recovery" + query);

        Assert.Equal((HttpStatusCode.NotFound, "This link does not work"), (answer.Status, answer.Heading));
    }

    [Theory]
    [InlineData(false, "Account locked")]
    [InlineData(true, "Account deleted")]
    public async Task Line_30_Says_that_the_account_cannot_be_used(bool deleted, string heading)
    {
        var link = await AskAsync();
        var browser = _portal.Browser();
        var form = await browser.GetAsync(link);
        await _portal.ChangeAsync(async database =>
        {
            var user = await database.Users.SingleAsync();
            if (deleted)
            {
                user.Deactivate(_portal.Clock.GetUtcNow());
            }
            else
            {
                user.Lock(_portal.Clock.GetUtcNow());
            }
        });

        Assert.Equal(heading, (await browser.SubmitAsync(form, ("new_password", NewPassword))).Heading);
        Assert.Equal(heading, (await browser.GetAsync(link)).Heading);
        Assert.Equal(A.PasswordHash, await _portal.ReadAsync(database => database.Users.Select(user => user.PasswordHash).SingleAsync()));
    }

    [Fact]
    public async Task Who_is_signed_in_must_sign_out_first()
    {
        await _portal.PersonAsync("bob");
        var link = await AskAsync();
        var browser = await _portal.SignedInAsync("bob");
        var page = await browser.GetAsync(link);
        Assert.Contains("@bob:example.org is signed in in this browser.", page.Text, StringComparison.Ordinal);

        var refused = await browser.PostAsync(link, ("csrf", page.Field("csrf")!), ("new_password", NewPassword));
        Assert.Contains("@bob:example.org is signed in in this browser.", refused.Text, StringComparison.Ordinal);
        Assert.Equal(A.PasswordHash, await _portal.ReadAsync(database => database.Users.Where(user => user.UserName == "alice").Select(user => user.PasswordHash).SingleAsync()));

        var form = await browser.FollowAsync(await browser.SubmitAsync(page));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(form, ("new_password", NewPassword))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task A_password_that_will_not_do_is_told_with_reason_and_idea()
    {
        var browser = _portal.Browser();
        var page = await browser.SubmitAsync(await browser.GetAsync(await AskAsync()), ("new_password", "password"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("That password is on lists of common passwords. Four unrelated words work well.", page.Document.GetElementById("new_password-error")!.TextContent.Trim());
        Assert.Equal("true", page.Document.GetElementById("new_password")!.GetAttribute("aria-invalid"));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(page, ("new_password", NewPassword))).Status);
    }

    [Fact]
    public async Task Where_it_is_typed_twice_both_must_be_the_same()
    {
        var browser = _portal.Browser();
        var page = await browser.SubmitAsync(await browser.GetAsync(await AskAsync()), ("new_password", NewPassword), ("new_password_again", "something else"));

        Assert.Equal("The two passwords differ. Type both again.", page.Document.GetElementById("new_password_again-error")!.TextContent.Trim());
        Assert.Null(page.Document.GetElementById("new_password-error"));
    }

    [Theory]
    [InlineData("", "Enter your email address.")]
    [InlineData("alice", "This address looks unfinished. It should be like name@example.com.")]
    public async Task An_address_that_is_none_is_told_so(string email, string error)
    {
        var browser = _portal.Browser();
        var page = await browser.SubmitAsync(await browser.GetAsync("recover"), ("email", email));

        Assert.Equal((HttpStatusCode.OK, error), (page.Status, page.Document.GetElementById("email-error")!.TextContent.Trim()));
    }

    [Fact]
    public async Task Another_mail_is_sent_until_it_is_too_often()
    {
        var browser = _portal.Browser();
        var progress = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("recover"), ("email", ARecovery.Address)));
        for (var time = 0; time < 2; time++)
        {
            progress = await browser.SubmitAsync(progress);
            Assert.Equal(HttpStatusCode.OK, progress.Status);
            Assert.Contains("A new link is on its way.", progress.Text, StringComparison.Ordinal);
        }

        var limited = await browser.SubmitAsync(progress);

        Assert.Equal((HttpStatusCode)429, limited.Status);
        Assert.Equal("1200", limited["Retry-After"]);
        Assert.Contains("You can try again in 20 minutes.", limited.Text, StringComparison.Ordinal);
        Assert.Equal("/recover", LinkOf(limited, "Try a different email"));
        var form = await browser.SubmitAsync(await browser.GetAsync("recover"), ("email", "other@mail.example"));
        Assert.Equal((HttpStatusCode.OK, "1200"), (form.Status, form["Retry-After"]));
    }

    [Fact]
    public async Task The_progress_of_a_request_that_was_used_says_so_and_one_that_never_was_leads_to_the_start()
    {
        var browser = _portal.Browser();
        var asked = await browser.SubmitAsync(await browser.GetAsync("recover"), ("email", ARecovery.Address));
        var progress = await browser.GetAsync(asked.Location!);
        await browser.SubmitAsync(await browser.GetAsync(await LinkAsync()), ("new_password", NewPassword));

        Assert.Equal("This link has already been used", (await browser.GetAsync(asked.Location!)).Heading);
        Assert.Equal("This link has already been used", (await browser.SubmitAsync(progress)).Heading);
        Assert.Equal("/recover", (await browser.GetAsync("recover/progress/01J00000000000000000000000")).Location);
        Assert.Equal("/recover", (await browser.GetAsync("recover/progress/nonsense")).Location);
    }

    [Fact]
    public async Task Who_is_signed_in_is_led_to_the_account_unless_an_app_waits_for_a_proof()
    {
        var browser = await _portal.SignedInAsync("alice");

        Assert.Equal("/account/", (await browser.GetAsync("recover")).Location);
        Assert.Equal("/account/", (await browser.PostAsync("recover", ("csrf", (await browser.GetAsync("account/")).Field("csrf")!), ("email", ARecovery.Address))).Location);
        var app = await HttpApp.RegisterAsync(_portal);
        _portal.Clock.Advance(TimeSpan.FromSeconds(1)); // since signing in
        var signIn = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress(("prompt", "login"))));
        Assert.Equal("Set a new password", (await browser.GetAsync(LinkOf(signIn, "Forgot password?"))).Heading);
    }

    [Theory]
    [InlineData("Portal:Account:PasswordRecoveryEnabled")]
    [InlineData("Portal:Passwords:Enabled")]
    public async Task Switched_off_every_page_says_so_and_every_form_is_405(string setting)
    {
        await using var closed = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:PasswordRecoveryEnabled"] = "true", [setting] = "false", ["Portal:Account:PasswordRegistrationEnabled"] = "false" });
        var browser = closed.Browser();
        foreach (var address in (string[])["recover", "recover/progress/01J00000000000000000000000", "account/password/recovery?ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
        {
            var page = await browser.GetAsync(address);

            Assert.Equal((HttpStatusCode.OK, "Passwords cannot be reset here"), (page.Status, page.Heading));
            Assert.Equal("/login", LinkOf(page, "Back to sign in"));
        }

        var csrf = (await browser.GetAsync("login")).Field("csrf");
        if (csrf is not null)
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("recover", ("csrf", csrf), ("email", ARecovery.Address))).Status);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("account/password/recovery?ticket=x", ("csrf", csrf), ("new_password", NewPassword))).Status);
        }

        Assert.DoesNotContain("Forgot password?", (await browser.GetAsync("login")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_sign_in_offers_the_way_to_a_new_password()
    {
        var refused = await _portal.Browser().SignInAsync("alice", "a wrong password");

        Assert.Equal("/recover", LinkOf(refused, "Or set a new password."));
    }

    private async Task<string> AskAsync()
    {
        var browser = _portal.Browser();
        await browser.SubmitAsync(await browser.GetAsync("recover"), ("email", ARecovery.Address));
        return await LinkAsync();
    }

    /// <summary>The newest link that came by mail, below the public base.</summary>
    private async Task<string> LinkAsync()
    {
        await _portal.DeliverAsync();
        return _portal.Mailer.Links[^1].Link.PathAndQuery[1..];
    }

    private static string LinkOf(Answer page, string text) =>
        page.Document.QuerySelectorAll("a").Single(link => link.TextContent.Trim() == text).GetAttribute("href")!;
}
