using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to get an account, an address or a registration that is not one's own to have, by way of the pages; past them, in <see cref="RegistrationAttacks"/>.</summary>
public sealed class RegistrationHttpAttacks : IAsyncLifetime
{
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await PortalFactory.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A36_A_registration_goes_on_only_in_the_browser_that_began_it()
    {
        var (page, _) = await StartAsync("alice");
        await _portal.DeliverAsync();
        var code = Assert.Single(_portal.Mailer.Codes).Code;
        var (otherPage, mallory) = await StartAsync("mallory");

        foreach (var step in (string[])["finish", "verify-email", "name"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await mallory.GetAsync(page.Address.Replace("verify-email", step, StringComparison.Ordinal))).Status);
        }

        var posted = await mallory.PostAsync(page.Address, ("csrf", otherPage.Field("csrf")!), ("code", code));
        var crossed = await mallory.SubmitAsync(otherPage, ("code", code));

        Assert.Equal(HttpStatusCode.Forbidden, posted.Status);
        Assert.Equal(HttpStatusCode.OK, crossed.Status); // the code of another registration is a wrong code
        Assert.Equal(0, await _portal.ReadAsync(database => database.Users.CountAsync()));
    }

    [Fact]
    public async Task A36_The_cookie_of_one_browser_cannot_be_extended_to_another_registration()
    {
        var (page, _) = await StartAsync("alice");
        var (_, mallory) = await StartAsync("mallory");
        var id = page.Address.Split('/')[3];
        mallory.Cookies["user-registration-sessions"] += Uri.EscapeDataString(Convert.ToBase64String(Ids.Of(id).ToByteArray(bigEndian: true)));

        Assert.Equal(HttpStatusCode.Forbidden, (await mallory.GetAsync(page.Address)).Status);
    }

    [Fact]
    public async Task A37_The_code_goes_to_the_mailbox_and_nowhere_else()
    {
        var browser = _portal.Browser();
        var answers = new List<Answer> { await browser.GetAsync("register/password") };
        answers.Add(await browser.SubmitAsync(answers[0], ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password)));
        answers.Add(await browser.FollowAsync(answers[1]));
        var page = answers[^1];
        await _portal.DeliverAsync();
        answers.Add(await browser.GetAsync(page.Address));
        answers.Add(await browser.SubmitAsync(page, ("action", "resend")));
        await _portal.DeliverAsync();
        answers.Add(await browser.SubmitAsync(page, ("code", "x")));

        Assert.Equal(2, _portal.Mailer.Codes.Count);
        foreach (var code in _portal.Mailer.Codes.Select(mail => mail.Code))
        {
            Assert.All(answers, answer =>
            {
                Assert.DoesNotContain(code, answer.Text, StringComparison.Ordinal);
                Assert.All(answer.HeaderNames, name => Assert.DoesNotContain(code, answer[name], StringComparison.Ordinal));
            });
            Assert.DoesNotContain(code, _portal.Log.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", "finish", "")]
    [InlineData("POST", "verify-email", "")]
    [InlineData("POST", "verify-email", "code=")]
    [InlineData("POST", "verify-email", "code=%20")]
    [InlineData("POST", "verify-email", "action=verified")]
    [InlineData("POST", "verify-email", "action=skip")]
    [InlineData("POST", "name", "username=alice")]
    [InlineData("POST", "name", "pick=alice")]
    [InlineData("POST", "name", "")]
    public async Task A40_No_step_is_skipped_by_an_empty_or_early_request(string method, string step, string body)
    {
        var (page, browser) = await StartAsync("alice");
        var address = page.Address.Replace("verify-email", step, StringComparison.Ordinal);

        var answer = method == "GET"
            ? await browser.GetAsync(address)
            : await browser.PostAsync(address, [("csrf", page.Field("csrf")!), .. body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], Uri.UnescapeDataString(pair.Split('=')[1])))]);
        await browser.FollowAsync(answer);
        var finish = await browser.GetAsync(page.Address.Replace("verify-email", "finish", StringComparison.Ordinal));

        Assert.Equal(page.Address, finish.Location);
        Assert.DoesNotContain("session", browser.Cookies.Keys);
        Assert.Equal(0, await _portal.ReadAsync(database => database.Users.CountAsync()));
    }

    [Fact]
    public async Task A40_Fifty_finishes_at_once_make_one_account()
    {
        var (page, browser) = await StartAsync("alice");
        await _portal.DeliverAsync();
        var finish = (await browser.SubmitAsync(page, ("code", Assert.Single(_portal.Mailer.Codes).Code))).Location!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => browser.GetAsync(finish)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.Status));
        Assert.Single(answers, answer => answer.SetCookies.Any(cookie => cookie.Name == "session"));
        Assert.Equal(1, await _portal.ReadAsync(database => database.Users.CountAsync()));
    }

    [Fact]
    public async Task A40_Of_two_registrations_for_one_name_the_second_has_to_choose_another_and_keeps_everything_else()
    {
        var (first, alice) = await StartAsync("alice");
        var (second, other) = await StartAsync("alice", "other@example.com");
        await _portal.DeliverAsync();
        await alice.FollowAsync(await alice.SubmitAsync(first, ("code", CodeFor("alice@example.com"))));

        var taken = await other.FollowAsync(await other.SubmitAsync(second, ("code", CodeFor("other@example.com"))));
        var stillTaken = await other.SubmitAsync(taken, ("username", "ALICE"));
        var done = await other.FollowAsync(await other.SubmitAsync(taken, ("username", "alice2")));

        Assert.EndsWith("/name", taken.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, stillTaken.Status);
        Assert.Equal("/account/", done.Address);
        Assert.Equal(["alice", "alice2"], await _portal.ReadAsync(database => database.Users.Select(user => user.UserName!).OrderBy(name => name).ToListAsync()));
    }

    // Flows contract, section 15, line 22.
    [Fact]
    public async Task A40_An_hour_later_the_registration_is_over_even_with_the_right_code()
    {
        var (page, browser) = await StartAsync("alice");
        await _portal.DeliverAsync();
        _portal.Clock.Advance(TimeSpan.FromHours(1));

        var posted = await browser.SubmitAsync(page, ("code", CodeFor("alice@example.com")));
        var finish = await browser.GetAsync(page.Address.Replace("verify-email", "finish", StringComparison.Ordinal));

        Assert.NotEqual(HttpStatusCode.OK, posted.Status);
        Assert.True(finish.Status is HttpStatusCode.Gone or HttpStatusCode.Forbidden, finish.Status.ToString());
        Assert.Equal(0, await _portal.ReadAsync(database => database.Users.CountAsync()));
    }

    [Fact]
    public async Task A31_A_code_works_for_ten_minutes()
    {
        var (page, browser) = await StartAsync("alice");
        await _portal.DeliverAsync();
        _portal.Clock.Advance(TimeSpan.FromMinutes(10));

        var late = await browser.SubmitAsync(page, ("code", CodeFor("alice@example.com")));

        Assert.Equal(HttpStatusCode.OK, late.Status);
        Assert.Equal(0, await _portal.ReadAsync(database => database.Users.CountAsync()));
    }

    // Flows contract, section 15, line 23.
    [Fact]
    public async Task A36_A_finished_registration_forwards_whoever_opens_it_tells_nothing_and_makes_nothing()
    {
        var (page, browser) = await StartAsync("alice");
        await _portal.DeliverAsync();
        await browser.FollowAsync(await browser.SubmitAsync(page, ("code", CodeFor("alice@example.com"))));

        foreach (var somebody in new[] { browser, _portal.Browser() })
        {
            foreach (var step in (string[])["finish", "verify-email", "name"])
            {
                var answer = await somebody.GetAsync(page.Address.Replace("verify-email", step, StringComparison.Ordinal));

                Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
                Assert.True(somebody == browser || answer.Location == "/account/", answer.Location);
                Assert.DoesNotContain(answer.SetCookies, cookie => cookie.Name == "session");
            }
        }

        Assert.Equal(1, await _portal.ReadAsync(database => database.Users.CountAsync()));
        Assert.Equal(1, await _portal.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A49_Closed_registration_is_closed_at_every_door()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:PasswordRegistrationEnabled"] = null, ["Portal:Email:Transport"] = null });
        var app = await HttpApp.RegisterAsync(site);
        var browser = site.Browser();
        var signIn = await browser.GetAsync("login");

        var posted = await browser.PostAsync("register/password", ("csrf", signIn.Field("csrf")!), ("username", "mallory"), ("email", "m@example.com"), ("password", A.Password));
        var asked = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress(("prompt", "create"))));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.Status);
        Assert.Empty(asked.Document.QuerySelectorAll("input[name=password], input[name=username]"));
        Assert.Empty(signIn.Document.QuerySelectorAll("a[href*=register]"));
        Assert.Equal(0, await site.ReadAsync(database => database.Registrations.CountAsync()));
    }

    [Fact]
    public async Task A52_No_field_makes_an_address_verified()
    {
        var browser = _portal.Browser();
        (string, string)[] claims = [("email_verified", "true"), ("verified", "1"), ("CompletedAt", "2026-01-01"), ("EmailVerification.CompletedAt", "2026-01-01"), ("code", "000000"), ("step", "finish"), ("admin", "true"), ("can_request_admin", "true")];
        var page = await browser.FollowAsync(await browser.SubmitAsync(
            await browser.GetAsync("register/password?email_verified=true"), [("username", "alice"), ("email", "alice@example.com"), ("password", A.Password), .. claims]));
        await browser.SubmitAsync(page, [.. claims[..4], ("code", "wrong")]);

        Assert.EndsWith("/verify-email", page.Address, StringComparison.Ordinal);
        Assert.Equal(0, await _portal.ReadAsync(database => database.Users.CountAsync()));
        Assert.Equal(0, await _portal.ReadAsync(database => database.UserEmails.CountAsync()));
        Assert.Equal(0, await _portal.ReadAsync(database => database.EmailVerifications.CountAsync(verification => verification.CompletedAt != null)));
    }

    [Fact]
    public async Task A46_A_password_counts_to_its_last_character_and_one_that_is_too_long_is_refused_not_cut()
    {
        var password = string.Concat(Enumerable.Range(0, 20).Select(number => $"{number}-{(char)('a' + number)}!"));
        var browser = _portal.Browser();
        var form = await browser.GetAsync("register/password");

        var tooLong = await browser.SubmitAsync(form, ("username", "alice"), ("email", "alice@example.com"), ("password", string.Concat(Enumerable.Repeat(password, 20))));
        var page = await browser.FollowAsync(await browser.SubmitAsync(form, ("username", "alice"), ("email", "alice@example.com"), ("password", password)));
        await _portal.DeliverAsync();
        await browser.FollowAsync(await browser.SubmitAsync(page, ("code", CodeFor("alice@example.com"))));

        Assert.Equal(HttpStatusCode.OK, tooLong.Status);
        Assert.True(password.Length > 72);
        Assert.Equal(HttpStatusCode.OK, (await _portal.Browser().SignInAsync("alice", password[..72])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await _portal.Browser().SignInAsync("alice", password)).Status);
    }

    private async Task<(Answer Page, Browser Browser)> StartAsync(string name, string? address = null)
    {
        var browser = _portal.Browser();
        var page = await browser.FollowAsync(await browser.SubmitAsync(
            await browser.GetAsync("register/password"), ("username", name), ("email", address ?? $"{name}@example.com"), ("password", A.Password)));
        return page.Address.EndsWith("/verify-email", StringComparison.Ordinal) ? (page, browser) : throw new InvalidOperationException($"{page.Address}: {page.Heading}");
    }

    private string CodeFor(string address) => _portal.Mailer.Codes.Last(mail => mail.Address == address).Code;
}
