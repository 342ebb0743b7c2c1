using System.Net;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to read secrets in the log, or to write into it.</summary>
public sealed class LogAttacks : IAsyncLifetime
{
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await PortalFactory.StartAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A63_No_secret_and_no_address_of_the_main_job_is_in_any_line_of_the_log()
    {
        var secrets = new List<string> { A.Password, "a wrong password", PortalFactory.HomeserverSecret, "alice@example.com", "bob@example.com", HttpApp.Verifier, "the-nonce", "the-state" };
        var app = await HttpApp.RegisterAsync(_portal, ClientAuthMethod.Post);
        var browser = _portal.Browser();
        var form = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress(("prompt", "create"), ("scope", "openid " + A.MatrixScope), ("nonce", "the-nonce"), ("state", "the-state"), ("login_hint", "bob@example.com"))));
        var verify = await browser.FollowAsync(await browser.SubmitAsync(form, ("username", "alice"), ("email", "alice@example.com"), ("password", A.Password)));
        await _portal.DeliverAsync();
        var mailed = Assert.Single(_portal.Mailer.Codes).Code;
        await browser.SubmitAsync(verify, ("code", "000000"));
        var consent = await browser.FollowAsync(await browser.SubmitAsync(verify, ("code", mailed)));
        var code = (await browser.SubmitAsync(consent, ("action", "allow"))).Returned("code")!;
        await app.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("code_verifier", "wrong"));
        var first = (await app.ExchangeAsync(code)).Json;
        await app.ExchangeAsync(code);
        var second = (await app.RefreshAsync(first.GetProperty("refresh_token").GetString()!)).Json;
        await app.HomeserverIntrospectsAsync(second.GetProperty("access_token").GetString()!);
        await app.RefreshAsync(first.GetProperty("refresh_token").GetString()!);
        await app.SendAsync("oauth2/introspect", "Bearer the-wrong-bearer", ("token", second.GetProperty("access_token").GetString()!));
        await app.SendAsync("oauth2/userinfo", "Bearer " + second.GetProperty("access_token").GetString()!);
        await _portal.Browser().GetAsync("oauth2/userinfo?access_token=" + second.GetProperty("access_token").GetString());
        await _portal.Browser().SignInAsync("alice", "a wrong password");
        await _portal.Browser().SignInAsync("bob@example.com", "a wrong password");
        await browser.GetAsync("account/sessions");
        await app.RevokeAsync(second.GetProperty("refresh_token").GetString()!);
        secrets.AddRange([
            mailed, code, app.Secret!, form.Field("csrf")!, consent.Field("csrf")!, browser.Cookies["session"], browser.Cookies["csrf"], browser.Cookies["user-registration-sessions"],
            .. new[] { first, second }.SelectMany(tokens => new[] { "access_token", "refresh_token" }.Select(which => tokens.GetProperty(which).GetString()!)),
            first.GetProperty("id_token").GetString()!, "the-wrong-bearer"]);

        var log = _portal.Log.Text;

        Assert.True(_portal.Log.Requests.Count > 15);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("access_token=", log, StringComparison.Ordinal);
        Assert.DoesNotContain("state=", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login%0D%0A2026-01-01%20INFO%20forged")]
    [InlineData("login%1B%5B31mred")]
    [InlineData("login%E2%80%AEgol")]
    [InlineData("login%C2%85%E2%80%A8next")]
    public async Task A65_A_path_cannot_write_a_line_of_its_own(string path)
    {
        await _portal.Browser().GetAsync(path);

        var line = Assert.Single(_portal.Log.Requests).Message;
        Assert.DoesNotContain(line, character => char.IsControl(character) || character > '~');
    }

    [Fact]
    public async Task A65_What_is_typed_into_a_form_or_sent_in_a_header_is_not_logged_at_all()
    {
        var browser = _portal.Browser();
        browser.Headers["User-Agent"] = "forged-agent";
        browser.Headers["Referer"] = "https://forged-referer.example/";
        await browser.SignInAsync("forged\r\n2026-01-01 INFO http.server.response", "forged-password");
        await browser.SubmitAsync(await browser.GetAsync("register/password"), ("username", "forged\nname"), ("email", "forged@example.com"), ("password", "forged-password"));

        Assert.DoesNotContain("forged", _portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A65_A_path_of_100_kB_is_cut()
    {
        await _portal.Browser().GetAsync(new string('a', 100_000));

        Assert.True(Assert.Single(_portal.Log.Requests).Message.Length < 500);
    }

    // Operations contract, section 17, line 18.
    [Theory]
    [InlineData("192.0.2.1", "203.0.113.9", "192.0.2.1")]
    [InlineData("10.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9")]
    [InlineData("10.0.0.1", "nonsense", "10.0.0.1")]
    public async Task A42_The_client_is_where_a_trusted_proxy_says_and_nobody_else(string peer, string forwarded, string expected)
    {
        var answer = await _portal.Server.SendAsync(context =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
            context.Request.Headers["X-Forwarded-For"] = forwarded;
            context.Request.Headers["X-Real-IP"] = "198.51.100.99";
            context.Request.Headers["Forwarded"] = "for=198.51.100.99";
            context.Request.Path = "/login";
        });
        await answer.Response.Body.CopyToAsync(Stream.Null); // the line is written when all is sent

        Assert.Equal(expected, Assert.Single(_portal.Log.Requests)["ClientAddress"]);
    }

    [Fact]
    public async Task A42_Only_the_configured_proxies_are_believed()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:TrustedProxies:0"] = "192.0.2.0/24" });
        foreach (var peer in (string[])["192.0.2.1", "10.0.0.1"])
        {
            var answer = await site.Server.SendAsync(context =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
                context.Request.Headers["X-Forwarded-For"] = "203.0.113.9";
                context.Request.Path = "/login";
            });
            await answer.Response.Body.CopyToAsync(Stream.Null);
        }

        Assert.Equal(["203.0.113.9", "10.0.0.1"], site.Log.Requests.Select(line => line["ClientAddress"]));
    }
}
