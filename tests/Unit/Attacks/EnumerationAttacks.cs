using System.Net;
using System.Text.RegularExpressions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to find out who has an account.</summary>
public sealed partial class EnumerationAttacks(SharedPortal shared) : PortalTest(shared)
{
    [Fact]
    public async Task A45_A_name_that_nobody_has_a_wrong_password_and_an_account_without_one_are_answered_alike()
    {
        await Site.PersonAsync("known-user", null);
        await Site.ArrangeAsync(A.User("no-password"));

        var known = await RefusedAsync("known-user");
        var unknown = await RefusedAsync("nobody-atal");
        var without = await RefusedAsync("no-password");

        Assert.Equal(known, unknown);
        Assert.Equal(known, without);
    }

    [Fact]
    public async Task A45_The_limit_falls_on_names_that_nobody_has_just_the_same()
    {
        await Site.PersonAsync("limit-known");
        var answers = new List<string>();
        foreach (var name in (string[])["limit-known", "limit-nobdy"])
        {
            var browser = Site.Browser();
            for (var number = 0; number < 4; number++)
            {
                answers.Add(Comparable(await browser.SignInAsync(name, "wrong"), name));
            }
        }

        Assert.Equal(answers[..4], answers[4..]);
        Assert.Contains("Too many tries for now.", answers[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A45_Registration_answers_alike_whether_or_not_somebody_has_the_address()
    {
        var user = await Site.PersonAsync("has-address");
        await Site.ArrangeAsync(A.Email(user, "known@example.com"));

        var known = await RegisterAsync("newcomer-1", "known@example.com");
        var unknown = await RegisterAsync("newcomer-2", "other@example.com");

        Assert.Equal(known, unknown);
    }

    [Fact]
    public async Task A45_The_sign_in_page_and_its_hint_do_not_say_who_exists()
    {
        await Site.PersonAsync("hint-known");
        var app = await HttpApp.RegisterAsync(Site);
        async Task<string> Shown(string name)
        {
            var browser = Site.Browser();
            var page = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress(("login_hint", $"mxid:@{name}:example.org"))));
            return Comparable(page, name);
        }

        Assert.Equal(await Shown("hint-known"), await Shown("hint-nobdy"));
    }

    private async Task<string> RefusedAsync(string name)
    {
        var answer = await Site.Browser().SignInAsync(name, "wrong");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return Comparable(answer, name);
    }

    private async Task<string> RegisterAsync(string name, string address)
    {
        var browser = Site.Browser();
        var first = await browser.SubmitAsync(await browser.GetAsync("register/password"), ("username", name), ("email", address), ("password", A.Password));
        var second = await browser.FollowAsync(first);
        await Site.DeliverAsync();
        Assert.Contains(Site.Mailer.Codes, mail => mail.Address == address); // a mail goes out either way
        return string.Concat(new[] { first, second }.Select(answer => Comparable(answer, name).Replace(address, "ADDRESS", StringComparison.Ordinal)));
    }

    /// <summary>All that an attacker can see, without what is random in every answer.</summary>
    private static string Comparable(Answer answer, string name)
    {
        var text = answer.Text.Replace(name, "NAME", StringComparison.Ordinal);
        var headers = string.Join('\n', answer.HeaderNames.Order(StringComparer.OrdinalIgnoreCase).Select(header => $"{header}: {answer[header]}"));
        foreach (var random in answer.Document.QuerySelectorAll("input[name=csrf], input[name=state]").Select(input => input.GetAttribute("value")!)
            .Concat(answer.SetCookies.Select(cookie => cookie.Value.ToString())).Where(value => value.Length > 0).Distinct())
        {
            text = text.Replace(random, "RANDOM", StringComparison.Ordinal);
            headers = headers.Replace(random, "RANDOM", StringComparison.Ordinal);
        }

        return Challenge().Replace(Nonce().Replace(Ids.Without($"{(int)answer.Status}\n{headers}\n\n{text}"), "NONCE"), "CHALLENGE");
    }

    [GeneratedRegex("nonce[-=]\"?[^\"' ]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nonce();

    // What a passkey has to sign.
    [GeneratedRegex("(?<=challenge&quot;:&quot;)[^&]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Challenge();
}
