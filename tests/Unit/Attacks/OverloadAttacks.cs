using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Too much of something: said clearly, with the time to wait, and before the work is done.</summary>
public sealed class OverloadAttacks : IAsyncLifetime
{
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await PortalFactory.StartAsync(
        new Dictionary<string, string?> { ["Portal:Passwords:MaxParallel"] = "1", ["Portal:Passwords:MaxWaiting"] = "0" });

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData("login")]
    [InlineData("register/password")]
    public async Task A48_Too_many_passwords_at_once_are_sent_away_unhashed_with_the_time_to_wait(string address)
    {
        await _portal.PersonAsync("alice");
        var browser = _portal.Browser();
        var page = await browser.GetAsync(address);
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var somebody = _portal.Services.GetRequiredService<PasswordGate>().RunAsync(
            () =>
            {
                begun.SetResult();
                end.Task.Wait();
                return true;
            },
            CancellationToken.None).AsTask();
        await begun.Task;

        var answer = await browser.SubmitAsync(page, ("username", address == "login" ? "alice" : "bob"), ("email", "bob@example.com"), ("password", A.Password));
        end.SetResult();
        await somebody;

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("5", answer["Retry-After"]);
        Assert.Equal("Too many requests for now", answer.Heading);
        Assert.DoesNotContain("session", browser.Cookies.Keys);
        Assert.Equal(0, await _portal.ReadAsync(database => database.Registrations.CountAsync()));
    }

    // Flows contract, section 15, line 9.
    [Fact]
    public async Task A31_The_fourth_try_within_a_minute_is_refused_even_with_the_right_password()
    {
        await _portal.PersonAsync("alice");
        var browser = _portal.Browser();
        for (var number = 0; number < 3; number++)
        {
            Assert.Contains("do not match", (await browser.SignInAsync("alice", "wrong")).Text, StringComparison.Ordinal);
        }

        var fourth = await browser.SignInAsync("alice");
        _portal.Clock.Advance(TimeSpan.FromSeconds(20));
        var later = await browser.SignInAsync("alice");

        Assert.Equal(HttpStatusCode.OK, fourth.Status);
        Assert.Contains("Too many tries for now.", fourth.Text, StringComparison.Ordinal);
        Assert.Equal("alice", fourth.Field("username"));
        Assert.Equal("/account/", later.Location);
    }

    [Fact]
    public async Task A34_A_stranger_who_keeps_trying_locks_out_only_himself()
    {
        await _portal.PersonAsync("alice");
        var stranger = _portal.Browser();
        for (var number = 0; number < 10; number++)
        {
            await stranger.SignInAsync("alice", "wrong");
        }

        Assert.Equal("/account/", (await _portal.Browser().SignInAsync("alice")).Location);
    }

    [Fact]
    public async Task A31_The_fourth_registration_within_an_hour_is_refused()
    {
        var browser = _portal.Browser();
        Answer answer = null!;
        for (var number = 0; number < 4; number++)
        {
            answer = await browser.SubmitAsync(
                await browser.GetAsync("register/password"), ("username", $"person{number}"), ("email", $"person{number}@example.com"), ("password", A.Password));
        }

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("person3", answer.Field("username"));
        Assert.Equal(3, await _portal.ReadAsync(database => database.Registrations.CountAsync()));
    }

    [Fact]
    public async Task A31_The_eleventh_code_is_not_looked_at_even_if_it_is_right()
    {
        var browser = _portal.Browser();
        var page = await browser.FollowAsync(await browser.SubmitAsync(
            await browser.GetAsync("register/password"), ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password)));
        await _portal.DeliverAsync();
        var code = Assert.Single(_portal.Mailer.Codes).Code;
        for (var number = 0; number < 10; number++)
        {
            await browser.SubmitAsync(page, ("code", code == "000000" ? "000001" : "000000"));
        }

        var eleventh = await browser.SubmitAsync(page, ("code", code));
        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await browser.SubmitAsync(page, ("code", code));

        Assert.Equal(HttpStatusCode.OK, eleventh.Status);
        Assert.Equal(HttpStatusCode.SeeOther, later.Status);
    }

    [Fact]
    public async Task A31_A_mailbox_cannot_be_flooded()
    {
        var browser = _portal.Browser();
        var page = await browser.FollowAsync(await browser.SubmitAsync(
            await browser.GetAsync("register/password"), ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password)));
        for (var number = 0; number < 10; number++)
        {
            await browser.SubmitAsync(page, ("action", "resend"));
        }

        await _portal.DeliverAsync();

        Assert.Equal(3, _portal.Mailer.Codes.Count);
    }

    [Fact]
    public async Task A31_A_client_that_keeps_registering_has_to_wait()
    {
        var body = new { client_uri = "https://app.example/", redirect_uris = new[] { HttpApp.RedirectUri }, token_endpoint_auth_method = "none" };
        for (var number = 0; number < 60; number++)
        {
            Assert.Equal(HttpStatusCode.Created, (await HttpApp.RegisterAsync(_portal, body)).Status);
        }

        var answer = await HttpApp.RegisterAsync(_portal, body);

        AssertLimited(answer, 6);
        Assert.Equal(HttpStatusCode.Created, (await HttpApp.RegisterAsync(_portal, body, "198.51.100.2")).Status);
        _portal.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.Created, (await HttpApp.RegisterAsync(_portal, body)).Status);
    }

    [Fact]
    public async Task A31_Who_guesses_a_clients_secret_has_to_wait_at_every_endpoint()
    {
        var app = await HttpApp.RegisterAsync(_portal, ClientAuthMethod.Basic);
        for (var number = 0; number < 20; number++)
        {
            var guess = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.Id}:guess{number}"));
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.SendAsync("oauth2/token", "Basic " + guess, ("grant_type", "refresh_token"))).Status);
        }

        AssertLimited(await app.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", "x")), 3);
        AssertLimited(await app.IntrospectAsync("x"), 3);
        AssertLimited(await app.RevokeAsync("x"), 3);
    }

    [Fact]
    public async Task A31_The_homeserver_alone_is_never_limited()
    {
        var app = await HttpApp.RegisterAsync(_portal);
        for (var number = 0; number < 100; number++)
        {
            Assert.Equal(HttpStatusCode.OK, (await app.SendAsync("oauth2/introspect", "Bearer " + PortalFactory.HomeserverSecret, ("token", $"x{number}"))).Status);
        }
    }

    [Fact]
    public async Task A46_A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        await using var site = await PortalFactory.StartAsync(port: 0);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(5) }) { BaseAddress = site.ListensOn }; // no body before the answer, however slow the machine
        foreach (var (path, type, page) in new[] { ("login", "application/x-www-form-urlencoded", true), ("oauth2/token", "application/x-www-form-urlencoded", false), ("oauth2/registration", "application/json", false) })
        {
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("password=" + new string('x', 10 * 1024 * 1024)));
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.ExpectContinue = true;

            using var response = await http.SendAsync(request);
            var answer = await Answer.ReadAsync(response);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
            Assert.Equal(page ? "That was too much at once" : "", page ? answer.Heading : "");
            Assert.Equal(page ? null : "invalid_request", page ? null : answer.Error);
        }
    }

    private static void AssertLimited(Answer answer, int seconds)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal(seconds.ToString(CultureInfo.InvariantCulture), answer["Retry-After"]);
        Assert.NotEmpty(answer.Error!);
    }
}
