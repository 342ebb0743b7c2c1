using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/account/app-passwords</c>, and the login that they are for.</summary>
public sealed class AppPasswordPageTests : IAsyncLifetime
{
    private const string List = "account/app-passwords";
    private const string New = "account/app-passwords/new";

    private PortalFactory _site = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:AppPasswordsAllowed"] = "true" });
        await _site.PersonAsync("alice");
        _browser = await _site.SignedInAsync("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_person_makes_one_signs_in_an_app_with_it_and_ends_both()
    {
        Assert.NotNull((await _browser.GetAsync("account/")).Document.QuerySelector("a[href='/account/app-passwords']"));
        var made = await MakeAsync("old phone");
        Assert.Equal("Your app password", made.Heading);
        var password = PasswordOf(made);
        Assert.Equal("/" + List, (await _browser.GetAsync(made.Address)).Location); // once

        var app = new LegacyApp(_site);
        var login = await app.PasswordAsync("alice", password);
        Assert.Equal(HttpStatusCode.OK, login.Status);
        var list = await _browser.GetAsync(List);
        Assert.Contains("Last used just now.", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(password, list.Text, StringComparison.Ordinal);

        var ask = await _browser.GetAsync(list.Document.QuerySelector("a[href$='/end']")!.GetAttribute("href")!);
        Assert.Contains("The app that signed in with it is signed out", ask.Text, StringComparison.Ordinal);
        Assert.Contains("The app password is ended.", (await _browser.FollowAsync(await _browser.SubmitAsync(ask))).Text, StringComparison.Ordinal);

        Assert.False(await app.IsActiveAsync(login.Json.GetProperty("access_token").GetString()!));
        Assert.Equal(HttpStatusCode.Forbidden, (await new LegacyApp(_site).PasswordAsync("alice", password)).Status);
    }

    [Fact]
    public async Task It_is_no_password_of_the_portal()
    {
        var password = PasswordOf(await MakeAsync("old phone"));

        Assert.Equal(HttpStatusCode.OK, (await _site.Browser().SignInAsync("alice", password)).Status); // the form again
        _site.Clock.Advance(new AccountOptions().ProofLifetime + TimeSpan.FromSeconds(1));
        var confirm = await _browser.FollowAsync(await _browser.GetAsync(New));
        Assert.Contains("This is not the password of your account.", (await _browser.SubmitAsync(confirm, ("password", password))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_name_is_said_beside_it() =>
        Assert.Equal("required", (await MakeAsync(" ")).Document.QuerySelector("#name-error")?.GetAttribute("data-error-code"));

    [Fact]
    public async Task Who_has_not_proven_who_they_are_for_a_while_is_asked_to_and_the_name_is_kept()
    {
        var page = await _browser.GetAsync(New);
        _site.Clock.Advance(new AccountOptions().ProofLifetime + TimeSpan.FromSeconds(1));

        var confirm = await _browser.FollowAsync(await _browser.SubmitAsync(page, ("name", "old phone")));
        Assert.Equal("Confirm that it is you", confirm.Heading);
        Assert.Equal("old phone", (await _browser.FollowAsync(await _browser.SubmitAsync(confirm, ("password", A.Password)))).Field("name"));
    }

    [Fact]
    public async Task Where_they_are_not_allowed_there_is_no_such_page_but_for_whoever_has_one()
    {
        await using var site = await PortalFactory.StartAsync();
        var alice = await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(List)).Status);
        Assert.Equal("/" + List, (await browser.PostAsync(New, ("csrf", (await browser.GetAsync("account/tokens/new")).Field("csrf")!), ("name", "x"))).Location);

        await site.ArrangeAsync(AppPassword.Make(alice.Id, "old phone", AppPasswordText.Create(new SecretGenerator()), ManualClock.Start));

        Assert.Contains("App passwords do not work here any more.", (await browser.GetAsync(List)).Text, StringComparison.Ordinal);
        Assert.Equal(1, await site.ReadAsync(database => database.AppPasswords.CountAsync()));
    }

    private async Task<Answer> MakeAsync(string name) => await _browser.FollowAsync(await _browser.SubmitAsync(await _browser.GetAsync(New), ("name", name)));

    private static string PasswordOf(Answer page) => page.Document.QuerySelector("#secret")?.TextContent ?? throw new InvalidOperationException($"No password was shown: {page.Heading}");
}
