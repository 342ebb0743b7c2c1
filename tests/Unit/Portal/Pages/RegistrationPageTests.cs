using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Section 6 of the flows contract, as a browser without scripts sees it.</summary>
public sealed class RegistrationPageTests
{
    private const string Wish = "kind=manage_account&path=%2Faccount%2Fsessions";

    [Fact]
    public async Task Lines_21_24_and_26_The_steps_are_counted_and_lead_to_where_the_person_wanted_to_go()
    {
        await using var site = await StartAsync();
        var browser = site.Browser();
        var form = await browser.FollowAsync(await browser.GetAsync("register?" + Wish));
        Assert.StartsWith("Step 1 of 3", StepOf(form), StringComparison.Ordinal);

        var code = await SendFormAsync(browser, form);
        Assert.StartsWith("Step 2 of 3", StepOf(code), StringComparison.Ordinal);
        await site.DeliverAsync();
        var name = await browser.FollowAsync(await browser.SubmitAsync(code, ("code", Assert.Single(site.Mailer.Codes).Code)));
        Assert.Equal(("What shall others call you?", true), (name.Heading, StepOf(name).StartsWith("Step 3 of 3", StringComparison.Ordinal)));

        var missing = await browser.SubmitAsync(name, ("display_name", " "));
        Assert.Equal("required", missing.Document.QuerySelector("#display_name-error")?.GetAttribute("data-error-code"));
        var invalid = await browser.SubmitAsync(name, ("display_name", new string('é', 128)));
        Assert.Equal("invalid", invalid.Document.QuerySelector("#display_name-error")?.GetAttribute("data-error-code"));
        var done = await browser.SubmitAsync(invalid, ("display_name", ""), ("action", "skip"));
        var finished = await browser.GetAsync(done.Location!);

        Assert.Equal("/account/sessions", finished.Location);
        Assert.Equal(("/account/sessions", "/account/"), ((await browser.GetAsync(done.Location!)).Location, (await site.Browser().GetAsync(done.Location!)).Location)); // what was wanted is told to nobody else
        Assert.Contains("session", browser.Cookies.Keys);
        Assert.Equal("alice", await site.ReadAsync(database => database.Users.Select(user => user.DisplayName).SingleAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(name.Address)).Status); // line 23: finished is finished
    }

    [Fact]
    public async Task Line_19_Without_e_mail_and_display_name_the_form_is_the_only_step_and_nothing_is_counted()
    {
        await using var site = await StartAsync(("PasswordRegistrationEmailRequired", "false"), ("RegistrationAsksDisplayName", "false"));
        var browser = site.Browser();
        var form = await browser.GetAsync("register/password");

        var finish = await browser.SubmitAsync(form, ("username", "alice"), ("password", A.Password), ("email", "ignored@example.com"));

        Assert.Equal("", StepOf(form));
        Assert.Null(form.Document.QuerySelector("input[name=email]"));
        Assert.Equal("/account/", (await browser.GetAsync(finish.Location!)).Location);
        Assert.Equal(0, await site.ReadAsync(database => database.UserEmails.CountAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice@")]
    [InlineData("alice")]
    [InlineData(null)]
    public async Task Line_18_A_missing_empty_or_malformed_address_is_refused_and_creates_nothing(string? email)
    {
        await using var site = await StartAsync();
        var browser = site.Browser();
        var form = await browser.GetAsync("register/password");

        var answer = await browser.PostAsync(
            "register/password", [("csrf", form.Field("csrf")!), ("username", "alice"), ("password", A.Password), .. email is null ? Array.Empty<(string, string)>() : [("email", email)]]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotNull(answer.Document.QuerySelector("#email-error[data-error-code]"));
        Assert.Equal(0, await site.ReadAsync(database => database.Registrations.CountAsync()));
    }

    [Fact]
    public async Task Line_14_Passwords_that_differ_are_told_on_the_confirmation_and_create_nothing()
    {
        await using var site = await StartAsync();
        var browser = site.Browser();

        var answer = await browser.SubmitAsync(
            await browser.GetAsync("register/password"), ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password), ("password_confirm", A.Password + "!"));

        Assert.Contains("data-error-code=\"mismatch\"", answer.Text, StringComparison.Ordinal);
        Assert.Null(answer.Document.QuerySelector("#password-error"));
        Assert.Equal(0, await site.ReadAsync(database => database.Registrations.CountAsync()));
    }

    [Theory]
    [InlineData("Alice", "username-invalid-chars")]
    [InlineData("12345", "username-all-numeric")]
    [InlineData("", "required")]
    [InlineData("taken", "exists")]
    public async Task Line_15_A_name_has_one_message_with_a_code_for_scripts(string name, string code)
    {
        await using var site = await StartAsync();
        await site.PersonAsync("taken");
        var browser = site.Browser();

        var answer = await browser.SubmitAsync(await browser.GetAsync("register/password"), ("username", name), ("email", "alice@example.com"), ("password", A.Password));

        Assert.Equal(code, Assert.Single(answer.Document.QuerySelectorAll("[data-error-code]")).GetAttribute("data-error-code"));
    }

    [Fact(DisplayName = "policy.md 10.22: mistyped registrations do not use up the allowance, and the fourth in an hour is told when to come back")]
    public async Task Mistakes_cost_nothing()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:RateLimiting:EmailAuthentication:PerAddress:Burst"] = "10" });
        var browser = site.Browser();
        for (var i = 0; i < 6; i++)
        {
            await browser.SubmitAsync(await browser.GetAsync("register/password"), ("username", "Alice"), ("email", "alice@example.com"), ("password", A.Password));
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.EndsWith("/verify-email", (await SendFormAsync(browser, await browser.GetAsync("register/password"))).Address, StringComparison.Ordinal);
        }

        var limited = await SendFormAsync(browser, await browser.GetAsync("register/password"));

        Assert.Equal((HttpStatusCode.OK, "1200"), (limited.Status, limited["Retry-After"]));
        Assert.Equal("rate-limited", Assert.Single(limited.Document.QuerySelectorAll("[data-error-code]")).GetAttribute("data-error-code"));
    }

    [Theory(DisplayName = "policy.md 10.16: a banned address range or user agent refuses registration, on the form")]
    [InlineData("BannedIps:0", "203.0.0.0/16")]
    [InlineData("BannedUserAgents:Substrings:0", "Firefox")]
    public async Task Who_is_banned_does_not_register(string key, string value)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Policy:Data:Requester:" + key] = value });
        var browser = site.Browser();

        var refused = await SendFormAsync(browser, await browser.GetAsync("register/password"));

        Assert.Contains("This is not possible from here.", refused.Document.QuerySelector("#error-summary")?.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await site.ReadAsync(database => database.Registrations.CountAsync()));
    }

    [Fact]
    public async Task Line_17_Terms_must_be_accepted_and_the_tick_is_kept()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Branding:TosUri"] = "https://example.org/terms" });
        var browser = site.Browser();
        var form = await browser.GetAsync("register/password");

        var refused = await browser.SubmitAsync(form, ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password));
        var kept = await browser.SubmitAsync(form, ("username", "Alice"), ("email", "alice@example.com"), ("password", A.Password), ("accept_terms", "true"));

        Assert.Equal("required", refused.Document.QuerySelector("#accept_terms-error")?.GetAttribute("data-error-code"));
        Assert.Null(kept.Document.QuerySelector("#accept_terms-error"));
        Assert.True(kept.Document.QuerySelector("#accept_terms")!.HasAttribute("checked"));
        Assert.Equal(0, await site.ReadAsync(database => database.Registrations.CountAsync()));
    }

    [Fact]
    public async Task Line_20_While_registration_is_off_the_form_leads_to_sign_in_a_post_is_405_and_the_front_door_says_so()
    {
        await using var site = await StartAsync(("PasswordRegistrationEnabled", "false"));
        var browser = site.Browser();
        var signIn = await browser.GetAsync("login?" + Wish);

        Assert.Equal("/login?" + Wish, (await browser.GetAsync("register/password?" + Wish)).Location);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("register/password", ("csrf", signIn.Field("csrf")!))).Status);
        Assert.Equal("Nobody can create an account here at present", (await browser.GetAsync("register")).Heading);
        Assert.Null(signIn.Document.QuerySelector("a[href*=register]"));
        Assert.Equal("/register", (await browser.GetAsync("register/token")).Location);
        Assert.Equal("/register", (await browser.GetAsync("invite?token=" + AToken.Text)).Location);
    }

    [Fact]
    public async Task Line_12_Who_is_signed_in_never_sees_the_forms()
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"));
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");

        foreach (var page in (string[])["login", "register", "register/password"])
        {
            Assert.Equal("/account/sessions", (await browser.GetAsync($"{page}?{Wish}")).Location);
        }

        Assert.Equal("Where you are signed in", (await browser.FollowAsync(await browser.GetAsync($"register/token?{Wish}"))).Heading);
        Assert.Equal("Where you are signed in", (await browser.FollowAsync(await browser.GetAsync($"invite?token={AToken.Text}&{Wish}"))).Heading);
    }

    [Fact]
    public async Task Line_13_Every_link_between_sign_in_and_registration_keeps_the_wish_to_continue()
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"));
        await site.ArrangeAsync(AToken.Of());
        var browser = site.Browser();
        var signIn = await browser.GetAsync("login?" + Wish);
        var token = await browser.FollowAsync(await browser.GetAsync(signIn.Document.QuerySelector("a[href*=register]")!.GetAttribute("href")!));
        Assert.Equal("/register/token?" + Wish, token.Address);
        Assert.Equal("/login?" + Wish, token.Document.QuerySelector("a[href*=login]")!.GetAttribute("href"));
        var invitation = await browser.GetAsync($"invite?token={AToken.Text}&{Wish}");
        Assert.Equal("/login?" + Wish, invitation.Document.QuerySelector("a[href*=login]")!.GetAttribute("href"));

        var form = await browser.FollowAsync(await browser.SubmitAsync(invitation));

        Assert.Equal("/register/password?" + Wish, form.Address);
        Assert.Equal("/login?" + Wish, form.Document.QuerySelector("a[href*=login]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task By_invitation_the_token_is_asked_for_before_the_form()
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"));
        await site.ArrangeAsync(AToken.Of());
        var browser = site.Browser();
        var page = await browser.FollowAsync(await browser.GetAsync("register"));
        Assert.Equal("Enter your invitation code", page.Heading);

        Assert.Equal("required", ErrorOf(await browser.SubmitAsync(page, ("token", " "))));
        var wrong = await browser.SubmitAsync(page, ("token", "invited4tea"));
        Assert.Equal(("invalid", "invited4tea"), (ErrorOf(wrong), wrong.Field("token")));
        var form = await browser.FollowAsync(await browser.SubmitAsync(page, ("token", $" {AToken.Text} ")));
        var code = await SendFormAsync(browser, form);

        Assert.EndsWith("/verify-email", code.Address, StringComparison.Ordinal);
        Assert.DoesNotContain("invitation", browser.Cookies.Keys);
        Assert.DoesNotContain(AToken.Text, site.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_names_the_server_and_who_invites_and_carries_its_token()
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"));
        await site.ArrangeAsync(AToken.Of(invitedBy: "Ada <b>Lovelace</b>"));
        var browser = site.Browser();

        var page = await browser.FollowAsync(await browser.GetAsync("register?token=" + AToken.Text));
        var form = await browser.FollowAsync(await browser.SubmitAsync(page));

        Assert.Equal("You are invited to example.org", page.Heading);
        Assert.Contains("Ada <b>Lovelace</b> would like to have you on example.org.", page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Create your account", form.Heading);
        Assert.DoesNotContain(AToken.Text, site.Log.Text, StringComparison.Ordinal);
        Assert.Equal(0, await site.ReadAsync(database => database.RegistrationTokens.Select(token => token.TimesUsed).SingleAsync()));
    }

    [Theory]
    [InlineData("invite")]
    [InlineData("invite?token=")]
    [InlineData("invite?token=unknown")]
    [InlineData("invite?token=a%00b")]
    [InlineData("invite?token=Invited4Tea&token=Invited4Tea")]
    public async Task A_link_that_does_not_work_says_so_and_what_to_do(string address)
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"));
        await site.ArrangeAsync(AToken.Of());

        var page = await site.Browser().GetAsync(address);

        Assert.Equal((HttpStatusCode.NotFound, "This invitation does not work"), (page.Status, page.Heading));
        Assert.NotNull(page.Document.QuerySelector("a[href='/register/token']"));
    }

    [Fact]
    public async Task A31_Wrong_tokens_are_limited_on_the_page_and_behind_the_link_together()
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"));
        await site.ArrangeAsync(AToken.Of());
        var browser = site.Browser();
        var page = await browser.GetAsync("register/token");
        for (var i = 0; i < 5; i++)
        {
            await browser.GetAsync($"invite?token=wrong{i}");
            await browser.SubmitAsync(page, ("token", $"wrong{i}"));
        }

        var typed = await browser.SubmitAsync(page, ("token", AToken.Text));
        var followed = await browser.GetAsync("invite?token=" + AToken.Text);

        Assert.Equal((HttpStatusCode.OK, "6"), (typed.Status, typed["Retry-After"]));
        Assert.Contains("You can try again in 6 seconds.", typed.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.TooManyRequests, "6"), (followed.Status, followed["Retry-After"]));
    }

    [Fact]
    public async Task A_token_that_is_used_up_meanwhile_is_asked_for_again_and_everything_else_is_kept()
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"), ("RegistrationAsksDisplayName", "false"));
        await site.ArrangeAsync(AToken.Of(), AToken.Of(text: "another"));
        var browser = site.Browser();
        var code = await SendFormAsync(browser, await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("invite?token=" + AToken.Text))));
        await site.DeliverAsync();
        await site.ChangeAsync(async database => (await database.RegistrationTokens.SingleAsync(token => token.Text == AToken.Text)).Use(site.Clock.GetUtcNow()));

        var spent = await browser.FollowAsync(await browser.SubmitAsync(code, ("code", Assert.Single(site.Mailer.Codes).Code)));
        Assert.Equal((HttpStatusCode.Conflict, "Your invitation code stopped working"), (spent.Status, spent.Heading));
        var ask = await browser.GetAsync(spent.Document.QuerySelector("a[href$='/token']")!.GetAttribute("href")!);
        Assert.Equal("invalid", ErrorOf(await browser.SubmitAsync(ask, ("token", AToken.Text))));
        var done = await browser.SubmitAsync(ask, ("token", "another"));

        Assert.Equal("/account/", (await browser.GetAsync(done.Location!)).Location);
        Assert.Single(site.Mailer.Codes);
    }

    [Fact]
    public async Task A_form_that_was_open_longer_than_the_invitation_is_remembered_is_not_lost()
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"));
        await site.ArrangeAsync(AToken.Of());
        var browser = site.Browser();
        var form = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("invite?token=" + AToken.Text)));
        browser.Cookies.TryRemove("invitation", out _);

        var ask = await SendFormAsync(browser, form);
        Assert.Equal("Enter your invitation code", ask.Heading);
        var code = await browser.FollowAsync(await browser.SubmitAsync(ask, ("token", AToken.Text)));

        Assert.EndsWith("/verify-email", code.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAA")]
    [InlineData("%%%")]
    public async Task Line_4_A_garbled_invitation_cookie_is_none(string cookie)
    {
        await using var site = await StartAsync(("PasswordRegistrationTokenRequired", "true"));
        var browser = site.Browser();
        browser.Cookies["invitation"] = cookie;

        Assert.Equal("/register/token", (await browser.GetAsync("register/password")).Location);
    }

    [Fact]
    public async Task The_name_is_answered_while_it_is_typed_as_the_form_would_answer_it()
    {
        await using var site = await StartAsync();
        await site.PersonAsync("alice");
        var browser = site.Browser();
        browser.Headers["Sec-Fetch-Site"] = "same-origin";

        var free = await browser.GetAsync("register/username?name=bob");
        var taken = (await browser.GetAsync("register/username?name=alice")).Json;
        var wrong = (await browser.GetAsync("register/username?name=Bob%00")).Json;

        Assert.Equal(("application/json; charset=utf-8", "no-store"), (free.ContentType, free["Cache-Control"]));
        Assert.Equal("\u2066@bob:example.org\u2069 is free. This cannot be changed later.", free.Json.GetProperty("message").GetString());
        Assert.Equal((false, "exists", 3), (taken.GetProperty("free").GetBoolean(), taken.GetProperty("code").GetString(), taken.GetProperty("suggestions").GetArrayLength()));
        Assert.Equal("username-invalid-chars", wrong.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    [InlineData(null)]
    public async Task A45_No_other_site_has_its_visitors_ask_for_names(string? from)
    {
        await using var site = await StartAsync();
        var browser = site.Browser();
        if (from is not null)
        {
            browser.Headers["Sec-Fetch-Site"] = from;
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("register/username?name=alice")).Status);
    }

    [Fact]
    public async Task A45_Names_are_not_answered_for_ever()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:RateLimiting:UsernameAvailability:Burst"] = "2" });
        var browser = site.Browser();
        browser.Headers["Sec-Fetch-Site"] = "same-origin";

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
            [(await browser.GetAsync("register/username?name=a")).Status, (await browser.GetAsync("register/username?name=b")).Status, (await browser.GetAsync("register/username?name=c")).Status]);
        await using var closed = await StartAsync(("PasswordRegistrationEnabled", "false"));
        Assert.Equal(HttpStatusCode.NotFound, (await closed.Browser().GetAsync("register/username?name=a")).Status);
    }

    private static Task<PortalFactory> StartAsync(params (string Key, string Value)[] account)
    {
        var settings = new Dictionary<string, string?> { ["Portal:Account:RegistrationAsksDisplayName"] = null };
        foreach (var (key, value) in account)
        {
            settings["Portal:Account:" + key] = value;
        }

        return PortalFactory.StartAsync(settings);
    }

    private static async Task<Answer> SendFormAsync(Browser browser, Answer form) =>
        await browser.FollowAsync(await browser.SubmitAsync(form, ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password)));

    private static string StepOf(Answer page) => page.Document.QuerySelector(".steps")?.TextContent.Trim() ?? "";

    private static string? ErrorOf(Answer page) => page.Document.QuerySelector("#token-error")?.GetAttribute("data-error-code");
}
