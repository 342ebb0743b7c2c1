using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Pages.Account.Confirm;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>"Confirm that it is you" (flows contract, section 5.4): nobody who merely finds an open browser changes what matters.</summary>
public sealed class ConfirmPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1);
    private PortalFactory _site = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync();
        await _site.PersonAsync("alice", user => user.Rename("Alice Liddell"));
        _browser = await _site.SignedInAsync("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Line_41_A29_After_ten_minutes_a_sensitive_page_asks_for_the_password_and_leads_back()
    {
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("account/emails/add")).Status);
        _site.Clock.Jump(Stale);

        var asked = await _browser.GetAsync("account/emails/add");
        Assert.Equal("/account/confirm?kind=manage_account&path=%2Faccount%2Femails%2Fadd", asked.Location);
        var page = await _browser.FollowAsync(asked);
        Assert.Equal("Confirm that it is you", page.Heading);
        Assert.Contains("Alice Liddell", page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("current-password", page.Document.QuerySelector("input[name=password]")!.GetAttribute("autocomplete"));
        var key = _browser.Cookies["session"];

        var back = await _browser.FollowAsync(await _browser.SubmitAsync(page, ("password", A.Password)));

        Assert.Equal("/account/emails/add", back.Address);
        Assert.NotEqual(key, _browser.Cookies["session"]);
        Assert.Equal(1, await _site.ReadAsync(database => database.BrowserSessions.CountAsync()));
        _browser.Cookies["session"] = key;
        Assert.StartsWith("/login", (await _browser.GetAsync("account/")).Location, StringComparison.Ordinal); // the key from before is worth nothing
    }

    [Fact]
    public async Task One_proof_covers_every_sensitive_page()
    {
        _site.Clock.Jump(Stale);
        await ConfirmAsync("account/emails/add");

        foreach (var address in (string[])["account/emails/add", "account/deactivate", "account/data"])
        {
            Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(address)).Status);
        }
    }

    [Fact]
    public async Task A_form_that_was_open_too_long_loses_nothing()
    {
        var form = await _browser.GetAsync("account/emails/add");
        _site.Clock.Jump(Stale);

        var asked = await _browser.SubmitAsync(form, ("email", "new+label@mail.example"));
        Assert.StartsWith("/account/confirm?", asked.Location, StringComparison.Ordinal);
        Assert.Equal(0, await _site.ReadAsync(database => database.EmailVerifications.CountAsync()));
        var back = await _browser.FollowAsync(await _browser.SubmitAsync(await _browser.FollowAsync(asked), ("password", A.Password)));

        Assert.Equal("new+label@mail.example", back.Field("email"));
        Assert.Equal("", (await _browser.GetAsync("account/emails/add")).Field("email") ?? "");
    }

    [Fact]
    public async Task A63_What_was_kept_stands_in_no_address_and_cannot_be_read_by_another_page()
    {
        var form = await _browser.GetAsync("account/emails/add");
        _site.Clock.Jump(Stale);

        var asked = await _browser.SubmitAsync(form, ("email", "new@mail.example"));

        Assert.DoesNotContain("mail.example", asked.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("mail.example", _browser.Cookies["kept-form"], StringComparison.Ordinal);
        await ConfirmAsync("account/deactivate");
        Assert.DoesNotContain("mail.example", (await _browser.GetAsync("account/deactivate")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task A29_Without_the_password_nobody_gets_on(string password)
    {
        _site.Clock.Jump(Stale);
        var page = await _browser.FollowAsync(await _browser.GetAsync("account/deactivate"));

        var again = await _browser.SubmitAsync(page, ("password", password));

        Assert.Equal((HttpStatusCode.OK, "Confirm that it is you"), (again.Status, again.Heading));
        Assert.StartsWith("/account/confirm", (await _browser.GetAsync("account/deactivate")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A31_The_limits_of_signing_in_hold_here_too()
    {
        _site.Clock.Jump(Stale);
        var page = await _browser.FollowAsync(await _browser.GetAsync("account/deactivate"));
        Assert.Equal("required", CodeOf(await _browser.SubmitAsync(page, ("password", "")), "password-error"));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal("wrong", CodeOf(await _browser.SubmitAsync(page, ("password", "wrong")), "password-error"));
        }

        var limited = await _browser.SubmitAsync(page, ("password", A.Password));

        Assert.Contains("Too many tries for now.", limited.Text, StringComparison.Ordinal);
        Assert.Equal(("rate-limited", "20"), (CodeOf(limited, "error-summary"), limited["Retry-After"]));
        Assert.StartsWith("/account/confirm", (await _browser.GetAsync("account/deactivate")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_was_locked_meanwhile_is_told_so()
    {
        _site.Clock.Jump(Stale);
        var page = await _browser.FollowAsync(await _browser.GetAsync("account/deactivate"));
        await _site.ChangeAsync(async database => (await database.Users.SingleAsync()).Lock(_site.Clock.GetUtcNow()));

        Assert.Equal("Account locked", (await _browser.FollowAsync(await _browser.GetAsync(page.Address))).Heading);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/account/../../evil")]
    [InlineData("/account//evil.example")]
    [InlineData("/login")]
    [InlineData("/account/confirm")]
    [InlineData("/account/emails?x=y")]
    [InlineData("\\evil.example")]
    public async Task A5_It_leads_only_to_pages_of_the_account(string path)
    {
        _site.Clock.Jump(Stale);
        var page = await _browser.GetAsync($"account/confirm?kind=manage_account&path={Uri.EscapeDataString(path)}");

        Assert.Equal("/account/", (await _browser.SubmitAsync(page, ("password", A.Password))).Location);
    }

    [Fact]
    public async Task An_account_that_has_nothing_to_prove_with_is_asked_for_nothing()
    {
        await ChangeUserAsync(user => user.PasswordHash = null);
        _site.Clock.Jump(Stale);

        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("account/deactivate")).Status);
        Assert.Equal("/account/deactivate", (await _browser.GetAsync("account/confirm?kind=manage_account&path=/account/deactivate")).Location);
    }

    [Fact]
    public async Task An_account_without_a_password_signs_in_again_and_comes_back()
    {
        await ChangeUserAsync(user => user.PasswordHash = null);
        var userId = await _site.ReadAsync(database => database.Users.Select(user => user.Id).SingleAsync());
        await _site.ArrangeAsync(new Microsoft.AspNetCore.Identity.IdentityUserLogin<Guid> { UserId = userId, LoginProvider = "elsewhere", ProviderKey = "1" });
        _site.Clock.Jump(Stale);

        var page = await _browser.FollowAsync(await _browser.GetAsync("account/deactivate"));
        Assert.Null(page.Document.QuerySelector("input[name=password]"));
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)page.Document.QuerySelector("main form")!;

        Assert.Equal("/login?kind=manage_account&path=%2Faccount%2Fdeactivate", (await _browser.SubmitAsync(page, form)).Location);
    }

    [Fact]
    public void A29_Every_form_of_the_account_pages_asks_or_is_harmless()
    {
        string[] harmless =
        [
            "/account/confirm", // asks itself
            "/account/profile", // a name, which one can set back
            "/account/emails/{id}/verify", // begun with a proof, in the same browser session
            "/account/second-step/needed", // "later"
            "/account/second-step/codes", // puts away what is shown
            "/account/sessions", // signing out needs no proof: it is what one does about a stranger
            "/account/tokens/{id}/end", "/account/app-passwords/{id}/end", // likewise
            "/account/not-me", // has a link from a mail; signs everybody out, and who gets in again reads the owner's mail
            "/account/password", // asks for the password itself, or has a link from a mail
        ];
        var forms = _site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/account", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Where(endpoint => !Array.Exists(harmless, prefix => endpoint.RoutePattern.RawText!.StartsWith(prefix, StringComparison.Ordinal))).ToList();

        Assert.NotEmpty(forms);
        Assert.All(forms, endpoint => Assert.True(endpoint.Metadata.GetMetadata<RequiresFreshProof>() is not null, endpoint.RoutePattern.RawText));
    }

    private static string? CodeOf(Answer page, string id) => page.Document.GetElementById(id)?.GetAttribute("data-error-code");

    private async Task ConfirmAsync(string address)
    {
        var page = await _browser.FollowAsync(await _browser.GetAsync(address));
        await _browser.SubmitAsync(page, ("password", A.Password));
    }

    private Task ChangeUserAsync(Action<PortalUser> change) => _site.ChangeAsync(async database => change(await database.Users.SingleAsync()));
}
