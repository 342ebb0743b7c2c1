using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Identity.Accounts.Recovery;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to get into an account by way of a forgotten password, or to learn from it who has one.</summary>
public sealed partial class RecoveryAttacks : IAsyncLifetime
{
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:PasswordRecoveryEnabled"] = "true" });
        foreach (var name in (string[])["alice", "mallory"])
        {
            await _portal.ArrangeAsync(A.Email(await _portal.PersonAsync(name), $"{name}@mail.example"));
        }
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData("Host", "evil.test")]
    [InlineData("X-Forwarded-Host", "evil.test")]
    [InlineData("X-Forwarded-Proto", "gopher")]
    [InlineData("X-Forwarded-Prefix", "/evil.test")]
    [InlineData("Forwarded", "for=1.2.3.4;host=evil.test;proto=gopher")]
    [InlineData("Origin", "https://evil.test")]
    [InlineData("Referer", "https://evil.test/")]
    public async Task A35_The_link_leads_to_the_configured_address_whatever_the_request_claims(string header, string value)
    {
        var browser = _portal.Browser();
        var page = await browser.GetAsync("recover");
        browser.Headers[header] = value;
        await browser.SubmitAsync(page, ("email", ARecovery.Address));
        await _portal.DeliverAsync();

        Assert.All(_portal.Mailer.Links, mail => Assert.StartsWith("https://auth.example/account/password/recovery?ticket=", mail.Link.AbsoluteUri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A36_A_link_changes_the_account_that_it_was_mailed_for_whatever_the_form_says()
    {
        var link = await LinkAsync("mallory@mail.example");
        var browser = _portal.Browser();
        var page = await browser.GetAsync(link);

        await browser.SubmitAsync(page, ("new_password", ARecovery.NewPassword), ("username", "alice"));

        Assert.Equal(A.PasswordHash, await HashAsync("alice"));
        Assert.NotEqual(A.PasswordHash, await HashAsync("mallory"));
    }

    [Fact]
    public async Task A40_No_step_can_be_left_out()
    {
        var browser = _portal.Browser();
        var csrf = (await browser.GetAsync("recover")).Field("csrf")!;
        await browser.PostAsync("recover", ("csrf", csrf), ("email", ARecovery.Address));
        foreach (var query in (string[])["", "?ticket=", "?ticket=" + new string('A', 32)])
        {
            var answer = await browser.PostAsync("account/password/recovery" + query, ("csrf", csrf), ("new_password", ARecovery.NewPassword), ("username", "alice"), ("ticket", ""));

            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }

        Assert.Equal(A.PasswordHash, await HashAsync("alice"));
    }

    [Fact]
    public async Task Line_28_A45_Known_and_unknown_addresses_are_answered_alike_to_the_last_byte()
    {
        Assert.Equal(await SeenAsync(ARecovery.Address), await SeenAsync("nobdy@mail.example"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task A59_A_form_of_another_site_changes_nothing(string? token)
    {
        var link = await LinkAsync(ARecovery.Address);
        var browser = _portal.Browser();
        await browser.GetAsync(link);
        browser.Headers["Sec-Fetch-Site"] = "cross-site";
        (string, string)[] csrf = token is null ? [] : [("csrf", token)];

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(link, [.. csrf, ("new_password", ARecovery.NewPassword)])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("recover", [.. csrf, ("email", ARecovery.Address)])).Status);
        Assert.Equal(A.PasswordHash, await HashAsync("alice"));
    }

    [Fact]
    public async Task A63_Neither_ticket_nor_address_nor_password_is_in_any_line_of_the_log_or_in_a_header()
    {
        var link = await LinkAsync(ARecovery.Address);
        var ticket = link.Split('=')[1];
        var browser = _portal.Browser();
        var form = await browser.GetAsync(link);
        var weak = await browser.SubmitAsync(form, ("new_password", "password"));
        var saved = await browser.SubmitAsync(form, ("new_password", ARecovery.NewPassword));
        var used = await browser.GetAsync(link);
        await browser.PostAsync("password/strength", ("csrf", form.Field("csrf")!), ("password", "typed and thought better of"));
        await _portal.DeliverAsync();

        Assert.All((string[])[ticket, ARecovery.Address, ARecovery.NewPassword, "typed and thought better of"], secret => Assert.DoesNotContain(secret, _portal.Log.Text, StringComparison.OrdinalIgnoreCase));
        foreach (var answer in new[] { form, weak, saved, used })
        {
            Assert.All(answer.HeaderNames, name => Assert.DoesNotContain(ticket, answer[name], StringComparison.Ordinal));
            Assert.All(answer.Document.QuerySelectorAll("a"), anchor => Assert.False(anchor.GetAttribute("href")!.Contains(ticket, StringComparison.Ordinal) && !anchor.GetAttribute("href")!.EndsWith("#main", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("app.example")]
    [InlineData("https://evil.test")]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    public async Task A5_After_recovery_nobody_is_led_out_of_here(string path)
    {
        var browser = _portal.Browser();
        await browser.SubmitAsync(await browser.GetAsync($"recover?kind=manage_account&path={Uri.EscapeDataString(path)}"), ("email", ARecovery.Address));
        await _portal.DeliverAsync();
        var saved = await browser.SubmitAsync(await browser.GetAsync(_portal.Mailer.Links[^1].Link.PathAndQuery[1..]), ("new_password", ARecovery.NewPassword));

        Assert.StartsWith("/login?kind=manage_account&path=%2Faccount%2F&", saved.Location, StringComparison.Ordinal);
    }

    private async Task<string> LinkAsync(string email)
    {
        var browser = _portal.Browser();
        await browser.SubmitAsync(await browser.GetAsync("recover"), ("email", email));
        await _portal.DeliverAsync();
        return _portal.Mailer.Links[^1].Link.PathAndQuery[1..];
    }

    /// <summary>All that somebody sees who asks for links until there are no more, without what is random in every answer.</summary>
    private async Task<string> SeenAsync(string email)
    {
        var browser = _portal.Browser();
        var form = await browser.GetAsync("recover");
        var answers = new List<Answer> { await browser.SubmitAsync(form, ("email", email)) };
        answers.Add(await browser.GetAsync(answers[0].Location!));
        for (var time = 0; time < 3; time++)
        {
            answers.Add(await browser.SubmitAsync(answers[1]));
            await _portal.DeliverAsync(); // what the worker does in between shows nowhere
        }

        answers.Add(await browser.SubmitAsync(form, ("email", email)));
        answers.Add(await browser.GetAsync(answers[0].Location!));
        return string.Join("\n\n", answers.Select(answer => Comparable(answer).Replace(email, "ADDRESS", StringComparison.Ordinal)));
    }

    private static string Comparable(Answer answer)
    {
        var headers = string.Join('\n', answer.HeaderNames.Order(StringComparer.OrdinalIgnoreCase).Select(header => $"{header}: {answer[header]}"));
        var text = Ids.Without($"{(int)answer.Status}\n{headers}\n\n{answer.Text}");
        foreach (var random in answer.Document.QuerySelectorAll("input[name=csrf]").Select(input => input.GetAttribute("value")!)
            .Concat(answer.SetCookies.Select(cookie => cookie.Value.ToString())).Distinct())
        {
            text = text.Replace(random, "RANDOM", StringComparison.Ordinal);
        }

        return Nonce().Replace(text, "NONCE");
    }

    private Task<string?> HashAsync(string name) =>
        _portal.ReadAsync(database => database.Users.Where(user => user.UserName == name).Select(user => user.PasswordHash).SingleAsync());

    [GeneratedRegex("nonce[-=]\"?[^\"' ]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nonce();
}
