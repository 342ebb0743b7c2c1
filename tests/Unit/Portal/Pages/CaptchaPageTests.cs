using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Captcha;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Section 7 of the policy contract, on the page.</summary>
public sealed class CaptchaPageTests
{
    private const int Bits = 8;

    [Fact]
    public async Task With_the_work_done_one_registers_and_each_page_asks_for_new_work()
    {
        await using var site = await PortalFactory.StartAsync(OfWork);
        var browser = site.Browser();
        var form = await browser.GetAsync("register/password");
        var answer = ProofOfWorkSolver.Solve(ChallengeOf(form), Bits);

        var refused = await SendAsync(browser, form, "Alice", answer); // the work is used up by a form with another mistake too
        Assert.Equal("username-invalid-chars", Assert.Single(refused.Document.QuerySelectorAll("[data-error-code]")).GetAttribute("data-error-code"));
        var again = await SendAsync(browser, refused, "alice", answer);
        Assert.Equal("failed", again.Document.QuerySelector("#captcha-error")?.GetAttribute("data-error-code"));
        var done = await SendAsync(browser, again, "alice", ProofOfWorkSolver.Solve(ChallengeOf(again), Bits));

        Assert.EndsWith("/finish", done.Location, StringComparison.Ordinal);
        Assert.Equal(3, new[] { form, refused, again }.Select(ChallengeOf).Distinct().Count());
        Assert.Equal(1, await site.ReadAsync(database => database.Registrations.CountAsync()));
    }

    [Fact]
    public async Task Without_the_work_all_errors_show_together_and_no_allowance_is_used()
    {
        await using var site = await PortalFactory.StartAsync(OfWork);
        var browser = site.Browser();
        for (var i = 0; i < 5; i++)
        {
            var page = await SendAsync(browser, await browser.GetAsync("register/password"), "Alice", "");

            Assert.Equal((HttpStatusCode.OK, 2), (page.Status, page.Document.QuerySelectorAll(".error[data-error-code]").Length));
        }

        var form = await browser.GetAsync("register/password");
        Assert.EndsWith("/finish", (await SendAsync(browser, form, "alice", ProofOfWorkSolver.Solve(ChallengeOf(form), Bits))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scripts_the_page_says_what_to_do()
    {
        await using var site = await PortalFactory.StartAsync(OfWork);

        var page = await site.Browser().GetAsync("register/password");

        Assert.Contains(page.Document.QuerySelectorAll("noscript"), part => part.TextContent.Contains("This page needs JavaScript.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RecaptchaV2", "https://www.recaptcha.net/recaptcha/")]
    [InlineData("CloudflareTurnstile", "https://challenges.cloudflare.com")]
    [InlineData("HCaptcha", "https://hcaptcha.com https://*.hcaptcha.com")]
    public async Task A_third_party_may_run_its_scripts_on_that_page_and_nowhere_else(string service, string origin)
    {
        await using var site = await PortalFactory.StartAsync(Of(service));
        var browser = site.Browser();

        var form = await browser.GetAsync("register/password");
        var provider = CaptchaProvider.Of(Enum.Parse<CaptchaService>(service))!;

        Assert.Matches($"script-src 'nonce-[^']+' {System.Text.RegularExpressions.Regex.Escape(origin)}", form["Content-Security-Policy"]);
        Assert.Contains($"frame-src {provider.Frames};", form["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("site", form.Document.QuerySelector($".{provider.Widget}")?.GetAttribute("data-sitekey"));
        Assert.NotNull(form.Document.QuerySelector($"script[src='{provider.Script}'][nonce]"));
        Assert.DoesNotContain(FakeCaptcha.Secret, form.Text, StringComparison.Ordinal);
        foreach (var other in (string[])["login", "register", "no/such/page"])
        {
            var page = await browser.GetAsync(other);
            Assert.DoesNotContain("https:", page["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Null(page.Document.QuerySelector("script[src^='https:']"));
        }
    }

    [Fact]
    public async Task Line_26_An_outage_of_the_service_shows_the_form_with_what_was_typed()
    {
        var captcha = new FakeCaptcha(CaptchaService.HCaptcha) { IsAway = true };
        await using var site = await PortalFactory.StartAsync(Of("HCaptcha"), change: captcha.AddTo);
        var browser = site.Browser();
        var form = await browser.GetAsync("register/password");

        var refused = await browser.SubmitAsync(form, ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password), ("h-captcha-response", FakeCaptcha.Good));
        Assert.Equal((HttpStatusCode.OK, "alice", "failed"), (refused.Status, refused.Field("username"), refused.Document.QuerySelector("#captcha-error")?.GetAttribute("data-error-code")));
        Assert.Contains("the server cannot be reached", site.Log.Text, StringComparison.Ordinal);
        captcha.IsAway = false;
        var done = await browser.SubmitAsync(refused, ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password), ("h-captcha-response", FakeCaptcha.Good));

        Assert.EndsWith("/finish", done.Location, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeCaptcha.Secret, site.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeCaptcha.Good, site.Log.Text, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> OfWork => new() { ["Portal:Captcha:Service"] = "ProofOfWork", ["Portal:Captcha:Difficulty"] = $"{Bits}" };

    private static Dictionary<string, string?> Of(string service) => new()
    {
        ["Portal:Captcha:Service"] = service,
        ["Portal:Captcha:SiteKey"] = "site",
        ["Portal:Captcha:SecretKey"] = FakeCaptcha.Secret,
    };

    private static string ChallengeOf(Answer page) => page.Document.QuerySelector("[data-proof-of-work]")!.GetAttribute("data-proof-of-work")!;

    private static Task<Answer> SendAsync(Browser browser, Answer form, string username, string work) =>
        browser.SubmitAsync(form, ("username", username), ("email", "alice@example.com"), ("password", A.Password), ("proof-of-work", work));
}
