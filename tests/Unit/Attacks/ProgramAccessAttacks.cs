using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Access tokens and app passwords: made for somebody else, read by somebody else, guessed, or kept after everything was signed out.</summary>
public sealed class ProgramAccessAttacks : IAsyncLifetime
{
    private const string NewToken = "account/tokens/new";
    private const string NewPassword = "account/app-passwords/new";

    private PortalFactory _site = null!;
    private Browser _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:AppPasswordsAllowed"] = "true" });
        await _site.PersonAsync("alice");
        _alice = await _site.SignedInAsync("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData(NewToken)]
    [InlineData(NewPassword)]
    public async Task A59_A_form_that_another_site_sends_makes_nothing(string path)
    {
        _alice.Headers["Sec-Fetch-Site"] = "cross-site";

        Assert.Equal(HttpStatusCode.BadRequest, (await _alice.PostAsync(path, ("name", "x"), ("reach", "Account"), ("lifetime", "30"))).Status);
        Assert.Equal(0, await MadeAsync());
    }

    [Theory]
    [InlineData(NewToken)]
    [InlineData(NewPassword)]
    public async Task A38_Nobody_makes_one_without_being_signed_in(string path)
    {
        var stranger = _site.Browser();

        Assert.StartsWith("/login", (await stranger.GetAsync(path)).Location, StringComparison.Ordinal);
        Assert.Equal(0, await MadeAsync());
    }

    [Theory]
    [InlineData(NewToken, "account/tokens")]
    [InlineData(NewPassword, "account/app-passwords")]
    public async Task A73_Somebody_else_finds_none_of_it(string path, string list)
    {
        var made = await MakeAsync(_alice, path);
        await _site.PersonAsync("mallory");
        var mallory = await _site.SignedInAsync("mallory");
        var id = made.Address.Split('/')[^2];

        Assert.Equal(HttpStatusCode.NotFound, (await mallory.GetAsync($"{list}/{id}/end")).Status);
        Assert.Equal("/" + list, (await mallory.PostAsync($"{list}/{id}/end", ("csrf", (await mallory.GetAsync(path)).Field("csrf")!))).Location);
        Assert.Equal("/" + list, (await mallory.GetAsync($"{list}/{id}/made")).Location);
        Assert.Equal(0, await EndedAsync());
        foreach (var bad in new[] { "x", Ulid.Encode(Guid.Empty), "%01", new string('0', 5000) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await mallory.GetAsync($"{list}/{bad}/end")).Status);
        }
    }

    [Theory]
    [InlineData(NewToken)]
    [InlineData(NewPassword)]
    public async Task A63_The_secret_is_in_one_page_and_in_no_address_log_header_or_mail(string path)
    {
        var answer = await _alice.SubmitAsync(await _alice.GetAsync(path), ("name", "x"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var page = await _alice.GetAsync(answer.Location!);
        var secret = SecretOf(page);

        Assert.DoesNotContain(secret, answer.Location, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, string.Concat(answer.SetCookies.Select(cookie => Uri.UnescapeDataString(cookie.Value.ToString()))), StringComparison.Ordinal);
        Assert.Equal("no-referrer", page["Referrer-Policy"]);
        Assert.Contains("no-store", page["Cache-Control"], StringComparison.Ordinal);
        await _site.DeliverAsync();
        Assert.DoesNotContain(secret, _site.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await _alice.GetAsync("account/activity")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A39_What_a_cookie_shows_once_is_shown_to_nobody_else_and_not_for_another_page()
    {
        var first = await _alice.SubmitAsync(await _alice.GetAsync(NewToken), ("name", "first"));
        var cookie = _alice.Cookies["shown-once"];
        await _site.PersonAsync("mallory");
        var mallory = await _site.SignedInAsync("mallory");
        mallory.Cookies["shown-once"] = cookie;
        Assert.Equal("/account/tokens", (await mallory.GetAsync(first.Location!)).Location);

        var second = await _alice.SubmitAsync(await _alice.GetAsync(NewToken), ("name", "second"));
        _alice.Cookies["shown-once"] = cookie;
        Assert.Equal("/account/tokens", (await _alice.GetAsync(second.Location!)).Location);

        _alice.Cookies["shown-once"] = cookie;
        _site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("/account/tokens", (await _alice.GetAsync(first.Location!)).Location); // a browser that keeps what it should not
    }

    [Theory]
    [InlineData("</b><script>alert(1)</script>")]
    [InlineData("\u202Egnp.exe")]
    [InlineData("{0} {1}")]
    [InlineData("=HYPERLINK(\"https://evil.example\")")]
    public async Task A60_A_hostile_name_stays_text_wherever_it_is_shown(string name)
    {
        foreach (var path in new[] { NewToken, NewPassword })
        {
            var made = await MakeAsync(_alice, path, name);
            Assert.Contains(made.Document.QuerySelectorAll("bdi"), element => element.TextContent == name);
        }

        foreach (var page in new[] { "account/tokens", "account/app-passwords", "account/activity" })
        {
            var shown = await _alice.GetAsync(page);
            Assert.Contains(name, shown.Document.Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("alert(1)</script>", shown.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A18_Signing_out_everywhere_with_a_new_password_leaves_the_thief_nothing()
    {
        var token = SecretOf(await MakeAsync(_alice, NewToken));
        var password = SecretOf(await MakeAsync(_alice, NewPassword));
        var app = new LegacyApp(_site);
        var login = (await app.PasswordAsync("alice", password)).Json.GetProperty("access_token").GetString()!;
        Assert.True(await app.IsActiveAsync(token));

        var owner = await _site.SignedInAsync("alice");
        const string NewMain = "seven copper kettles hum at dawn";
        await owner.SubmitAsync(
            await owner.GetAsync("account/password/change"), ("current_password", A.Password), ("new_password", NewMain), ("new_password_again", NewMain), ("end_sessions", "true"));

        Assert.False(await app.IsActiveAsync(token));
        Assert.False(await app.IsActiveAsync(login));
        Assert.Equal(HttpStatusCode.Forbidden, (await new LegacyApp(_site).PasswordAsync("alice", password)).Status);
        Assert.StartsWith("/login", (await _alice.GetAsync(NewToken)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A45_A_wrong_app_password_reads_the_same_for_a_name_that_nobody_has()
    {
        await MakeAsync(_alice, NewPassword);

        var known = await new LegacyApp(_site).PasswordAsync("alice", "k3m9-abcd-efgh-jkmn-pqrs");
        var unknown = await new LegacyApp(_site).PasswordAsync("nobody", "k3m9-abcd-efgh-jkmn-pqrs");

        Assert.Equal((known.Status, known.Text), (unknown.Status, unknown.Text));
    }

    private static async Task<Answer> MakeAsync(Browser browser, string path, string name = "bot") =>
        await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync(path), ("name", name)));

    private static string SecretOf(Answer page) => page.Document.QuerySelector("#secret")?.TextContent ?? throw new InvalidOperationException($"No secret was shown: {page.Heading}");

    private Task<int> MadeAsync() => _site.ReadAsync(async database => await database.PersonalSessions.CountAsync() + await database.AppPasswords.CountAsync());

    private Task<int> EndedAsync() => _site.ReadAsync(async database =>
        await database.PersonalSessions.CountAsync(session => session.FinishedAt != null) + await database.AppPasswords.CountAsync(password => password.FinishedAt != null));
}
