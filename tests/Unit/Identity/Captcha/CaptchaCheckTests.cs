using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Captcha;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Captcha;

/// <summary>Section 7 of the policy contract.</summary>
public sealed class CaptchaCheckTests
{
    private static readonly string[] Fields = ["g-recaptcha-response", "cf-turnstile-response", "h-captcha-response", "proof-of-work"];

    public static TheoryData<CaptchaService, string> Services => new()
    {
        { CaptchaService.RecaptchaV2, "g-recaptcha-response" },
        { CaptchaService.CloudflareTurnstile, "cf-turnstile-response" },
        { CaptchaService.HCaptcha, "h-captcha-response" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Line_24_each_kind_accepts_its_own_field_and_no_other(CaptchaService service, string field)
    {
        var captcha = new FakeCaptcha(service);
        await using var site = await Site.StartAsync(service, captcha);

        foreach (var other in Fields.Where(other => other != field))
        {
            Assert.False(await site.PassAsync((other, FakeCaptcha.Good)));
            Assert.False(await site.PassAsync((field, FakeCaptcha.Good), (other, "x")));
        }

        Assert.False(await site.PassAsync());
        Assert.False(await site.PassAsync((field, "")));
        Assert.Equal(0, captcha.Asked);
        Assert.True(await site.PassAsync((field, FakeCaptcha.Good)));
        Assert.Equal(["192.0.2.1"], captcha.Remotes);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_captcha_is_used_up_by_being_passed(CaptchaService service, string field)
    {
        await using var site = await Site.StartAsync(service, new FakeCaptcha(service));

        Assert.True(await site.PassAsync((field, FakeCaptcha.Good)));
        Assert.False(await site.PassAsync((field, FakeCaptcha.Good)));
    }

    [Theory]
    [InlineData("evil.example", "2026-01-01T12:00:00Z")]
    [InlineData("auth.example.evil.example", "2026-01-01T12:00:00Z")]
    [InlineData("", "2026-01-01T12:00:00Z")]
    [InlineData(null, "2026-01-01T12:00:00Z")]
    [InlineData("auth.example", null)]
    public async Task Line_25_a_captcha_solved_on_another_host_or_nobody_knows_where_or_when_is_refused(string? hostname, string? solvedAt)
    {
        await using var site = await Site.StartAsync(CaptchaService.HCaptcha, new FakeCaptcha(CaptchaService.HCaptcha) { Hostname = hostname, SolvedAt = solvedAt });

        Assert.False(await site.PassAsync(("h-captcha-response", FakeCaptcha.Good)));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, null)]
    [InlineData(HttpStatusCode.Redirect, null)]
    [InlineData(HttpStatusCode.OK, "")]
    [InlineData(HttpStatusCode.OK, "true")]
    [InlineData(HttpStatusCode.OK, "[]")]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, "{\"success\":\"true\",\"hostname\":\"auth.example\",\"challenge_ts\":\"x\"}")]
    [InlineData(HttpStatusCode.OK, "null")]
    [InlineData(HttpStatusCode.OK, "<html>")]
    public async Task Line_26_a_service_that_breaks_refuses_and_throws_nothing(HttpStatusCode status, string? body)
    {
        await using var site = await Site.StartAsync(CaptchaService.RecaptchaV2, new FakeCaptcha(CaptchaService.RecaptchaV2) { Status = status, Body = body });

        Assert.False(await site.PassAsync(("g-recaptcha-response", FakeCaptcha.Good)));
    }

    [Fact]
    public async Task Line_26_a_service_that_is_away_refuses_and_throws_nothing()
    {
        await using var site = await Site.StartAsync(CaptchaService.RecaptchaV2, new FakeCaptcha(CaptchaService.RecaptchaV2) { IsAway = true });

        Assert.False(await site.PassAsync(("g-recaptcha-response", FakeCaptcha.Good)));
    }

    [Fact]
    public async Task Without_a_captcha_nothing_is_asked_and_an_answer_is_refused()
    {
        await using var site = await Site.StartAsync(CaptchaService.None, new FakeCaptcha(CaptchaService.HCaptcha));

        Assert.True(await site.PassAsync());
        foreach (var field in Fields)
        {
            Assert.True(await site.PassAsync((field, "")));
            Assert.False(await site.PassAsync((field, "x")));
        }
    }

    [Theory]
    [InlineData("""{ "Captcha": { "Service": "HCaptcha", "SecretKey": "s" } }""", "Portal:Captcha:Service is HCaptcha, which needs Portal:Captcha:SiteKey; set it to the key that the service gave to this site.")]
    [InlineData("""{ "Captcha": { "Service": "HCaptcha", "SiteKey": "k" } }""", "Portal:Captcha:Service is HCaptcha, which needs Portal:Captcha:SecretKey or Portal:Captcha:SecretKeyFile; set one to the secret key that the service gave to this site.")]
    [InlineData("""{ "Captcha": { "Service": "HCaptcha", "SiteKey": "k", "SecretKey": "s", "SecretKeyFile": "f" } }""", "Portal:Captcha:SecretKey and Portal:Captcha:SecretKeyFile are both set; keep one of them.")]
    [InlineData("""{ "Captcha": { "Service": "HCaptcha", "SiteKey": "k", "SecretKeyFile": "/no/such/file" } }""", "Portal:Captcha:SecretKeyFile is '/no/such/file', which does not exist; put the secret key of the service there.")]
    [InlineData("""{ "Captcha": { "Service": "ProofOfWork", "Difficulty": 30 } }""", "Portal:Captcha:Difficulty is 30; set it to a number from 8 to 24, or remove it for the default.")]
    [InlineData("""{ "Captcha": { "Service": "ProofOfWork" } }""", "")]
    [InlineData("""{ "Captcha": { "Service": "CloudflareTurnstile", "SiteKey": "k", "SecretKey": "s" } }""", "")]
    [InlineData("{}", "")]
    public void A_service_that_lacks_its_keys_stops_the_start(string portal, string sentence) => Assert.Equal(sentence, Configured.StartErrors(portal, services => services.AddCaptcha()));

    /// <summary>A process with that captcha.</summary>
    private sealed class Site(TestDatabase database, IdentityHost host) : IAsyncDisposable
    {
        public static async Task<Site> StartAsync(CaptchaService service, FakeCaptcha captcha)
        {
            var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
            Dictionary<string, string?> settings = new() { ["Portal:Captcha:Service"] = $"{service}", ["Portal:Captcha:SiteKey"] = "site", ["Portal:Captcha:SecretKey"] = FakeCaptcha.Secret };
            return new Site(database, new IdentityHost(database, settings, change: captcha.AddTo));
        }

        public Task<bool> PassAsync(params (string Field, string Text)[] answers) => host.RunAsync<CaptchaCheck, bool>(check => check.PassAsync(
            Fields.ToDictionary(field => field, field => answers.FirstOrDefault(answer => answer.Field == field).Text ?? ""), A.Requester(), CancellationToken.None));

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
