using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Discovery;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Passkeys on the pages: made, used to sign in and to confirm, removed; with a keeper of passkeys in place of the script.</summary>
public sealed class PasskeyPageTests : IAsyncLifetime
{
    private const string FormSelector = "form[data-passkey]";
    private readonly SoftwareAuthenticator _passkey = new();
    private PortalFactory _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync();
        await _site.PersonAsync("alice");
    }

    public ValueTask DisposeAsync()
    {
        _passkey.Dispose();
        return _site.DisposeAsync();
    }

    [Fact]
    public async Task One_is_added_and_signs_in_to_what_the_person_wanted()
    {
        await AddAsync();
        var (app, browser) = (await HttpApp.RegisterAsync(_site), _site.Browser());
        var asked = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress(("scope", "openid"))));
        Assert.Equal("username webauthn", asked.Document.QuerySelector("input[name=username]")!.GetAttribute("autocomplete"));

        var consent = await browser.FollowAsync(await UseAsync(browser, asked));
        var tokens = await app.ExchangeAsync((await browser.SubmitAsync(consent, ("action", "allow"))).Returned("code")!);

        var idToken = new JsonWebToken(tokens.Json.GetProperty("id_token").GetString());
        Assert.Equal(["pop", "user", "mfa"], idToken.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value));
        Assert.Equal("https://refeds.org/profile/mfa", idToken.GetPayloadValue<string>("acr"));
    }

    [Fact]
    public async Task The_form_is_hidden_until_a_script_can_use_it()
    {
        var form = (await _site.Browser().GetAsync("login")).Form(FormSelector);

        Assert.True(form.IsHidden);
        Assert.Equal("", form.QuerySelector("input[name=credential]")!.GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task What_does_not_work_is_said_and_another_question_asked()
    {
        await AddAsync();
        var browser = _site.Browser();
        var page = await browser.GetAsync("login");
        _passkey.Origin = "https://evil.example";

        var refused = await UseAsync(browser, page);

        Assert.Contains("That passkey did not work.", refused.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(StateOf(page), StateOf(refused));
        _passkey.Origin = "https://auth.example";
        Assert.Equal("/account/", (await UseAsync(browser, refused)).Location);
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nobody_in()
    {
        await AddAsync();
        var browser = _site.Browser();
        var form = (await browser.GetAsync("login")).Form(FormSelector);
        var answer = _passkey.Get(form.GetAttribute("data-options")!);
        browser.Cookies.Clear(); // what another site cannot send

        Assert.Equal(400, (int)(await browser.PostAsync("login", ("csrf", "x"), ("state", StateOf(form)), ("credential", answer))).Status);
    }

    [Fact]
    public async Task A40_What_is_important_is_confirmed_with_the_passkey_and_only_with_ones_own()
    {
        await AddAsync();
        await _site.PersonAsync("bob");
        using var theirs = new SoftwareAuthenticator();
        await AddAsync("bob", theirs);
        var browser = await _site.SignedInAsync("alice");
        _site.Clock.Advance(TimeSpan.FromMinutes(11));

        var page = await browser.FollowAsync(await browser.GetAsync("account/second-step/set-up"));
        Assert.Equal("Confirm that it is you", page.Heading);
        var form = page.Form(FormSelector);
        theirs.Impersonate((await _site.ReadAsync(database => database.Users.SingleAsync(user => user.UserName == "alice"))).Id);
        var refused = await browser.SubmitAsync(page, form, ("credential", theirs.Get(form.GetAttribute("data-options")!)));
        Assert.Contains("That passkey did not work.", refused.Document.Body!.TextContent, StringComparison.Ordinal);
        var confirmed = await UseAsync(browser, refused);

        Assert.Equal("/account/second-step/set-up", confirmed.Location);
        Assert.Equal(ProofMethods.Passkey, await _site.ReadAsync(database => database.BrowserSessions.Where(session => session.FinishedAt == null).OrderByDescending(session => session.AuthenticatedAt).Select(session => session.Methods).FirstAsync()));
    }

    [Fact]
    public async Task A40_A_confirmation_that_is_sent_again_confirms_nothing()
    {
        await AddAsync();
        var browser = await _site.SignedInAsync("alice");
        _site.Clock.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.FollowAsync(await browser.GetAsync("account/second-step/set-up"));
        var answer = _passkey.Get(page.Form(FormSelector).GetAttribute("data-options")!);
        Assert.Equal("/account/second-step/set-up", (await browser.SubmitAsync(page, page.Form(FormSelector), ("credential", answer))).Location);

        _site.Clock.Advance(TimeSpan.FromMinutes(11));
        var again = await browser.SubmitAsync(page, page.Form(FormSelector), ("credential", answer));

        Assert.Contains("That passkey did not work.", again.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/account/confirm", (await browser.GetAsync("account/second-step/set-up")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_the_sign_in_page_confirms_nothing()
    {
        await AddAsync();
        var browser = await _site.SignedInAsync("alice");
        var login = (await _site.Browser().GetAsync("login")).Form(FormSelector);
        _site.Clock.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.FollowAsync(await browser.GetAsync("account/passkeys/add"));

        var refused = await browser.SubmitAsync(page, page.Form(FormSelector), ("state", StateOf(login)), ("credential", _passkey.Get(login.GetAttribute("data-options")!)));

        Assert.Contains("That passkey did not work.", refused.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_still_confirms_for_who_wants_that()
    {
        await AddAsync();
        var browser = await _site.SignedInAsync("alice");
        _site.Clock.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.FollowAsync(await browser.GetAsync("account/second-step/set-up"));

        var byPassword = await browser.GetAsync(page.Document.QuerySelectorAll("a").First(link => link.TextContent.Trim() == "Use your password instead").GetAttribute("href")!);
        var confirmed = await browser.SubmitAsync(byPassword, ("password", A.Password));

        Assert.Equal("/account/second-step/set-up", confirmed.Location);
    }

    [Fact]
    public async Task One_is_named_and_removed()
    {
        await AddAsync();
        var browser = await _site.SignedInAsync("alice");
        var address = (await browser.GetAsync("account/passkeys")).Document.QuerySelector("main a[href^='/account/passkeys/0']")!.GetAttribute("href")!;
        var page = await browser.GetAsync(address);
        Assert.Contains("Kept by Bitwarden", page.Document.Body!.TextContent, StringComparison.Ordinal);

        Assert.Equal("required", (await browser.SubmitAsync(page, ("name", " "))).Document.QuerySelector("[data-error-code]")!.GetAttribute("data-error-code"));
        Assert.Contains("<b>my</b> key", (await browser.FollowAsync(await browser.SubmitAsync(page, ("name", "<b>my</b> key")))).Document.Body!.TextContent, StringComparison.Ordinal);
        var gone = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync(address + "/remove")));

        Assert.Contains("The passkey is removed.", gone.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await browser.GetAsync(address)).Status);
        Assert.Contains("That passkey did not work.", (await UseAsync(_site.Browser())).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_is_created_without_a_password()
    {
        var browser = _site.Browser();
        var code = await browser.FollowAsync(await browser.SubmitAsync(
            await browser.GetAsync("register/password"), ("username", "carol"), ("email", "carol@mail.example"), ("password", ""), ("method", "passkey"), ("can_passkey", "true")));
        Assert.Contains("Step 2 of 3", code.Document.Body!.TextContent, StringComparison.Ordinal);
        await _site.DeliverAsync();
        var page = await browser.FollowAsync(await browser.SubmitAsync(code, ("code", _site.Mailer.Codes.Single().Code)));
        Assert.Equal("Create your passkey", page.Heading);

        var refused = await browser.SubmitAsync(page, page.Form(FormSelector), ("credential", "{}"));
        Assert.Contains("That did not work.", refused.Document.Body!.TextContent, StringComparison.Ordinal);
        var home = await browser.FollowAsync(await browser.SubmitAsync(refused, refused.Form(FormSelector), ("credential", _passkey.Create(refused.Form(FormSelector).GetAttribute("data-options")!))));

        Assert.Equal("/account/", home.Address); // no passkey is offered to who has one
        Assert.Null(await _site.ReadAsync(database => database.Users.Where(user => user.UserName == "carol").Select(user => user.PasswordHash).SingleAsync()));
        Assert.Equal("/account/", (await UseAsync(_site.Browser())).Location);
        var removal = await browser.FollowAsync(await browser.GetAsync((await browser.GetAsync("account/passkeys")).Document.QuerySelector("main a[href^='/account/passkeys/0']")!.GetAttribute("href") + "/remove"));
        Assert.Contains("This is your only way in.", removal.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/login", (await _site.Browser().SignInAsync("carol", "")).Address);
        Assert.Contains("do not match", (await _site.Browser().SignInAsync("carol", "a password")).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passkey_is_offered_after_registration_where_the_browser_keeps_them()
    {
        var browser = _site.Browser();
        var code = await browser.FollowAsync(await browser.SubmitAsync(
            await browser.GetAsync("register/password"), ("username", "dave"), ("email", "dave@mail.example"), ("password", A.Password), ("can_passkey", "true")));
        await _site.DeliverAsync();

        var offer = await browser.FollowAsync(await browser.SubmitAsync(code, ("code", _site.Mailer.Codes.Single().Code)));
        Assert.Equal("Sign in faster next time", offer.Heading);
        Assert.Equal("/account/", (await browser.SubmitAsync(offer, offer.Form("form:not([data-passkey])"), ("action", "later"))).Location);
        Assert.Equal("/account/", (await browser.SubmitAsync(offer, offer.Form(FormSelector), ("credential", _passkey.Create(offer.Form(FormSelector).GetAttribute("data-options")!)))).Location);

        Assert.Equal("/account/", (await UseAsync(_site.Browser())).Location);
    }

    [Fact]
    public async Task A_portal_on_a_sub_domain_can_share_its_passkeys_with_the_domain_above()
    {
        const string Origin = "https://account.portal.example";
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = Origin + "/", ["Portal:Passkeys:RelyingPartyId"] = "portal.example" });
        using var passkey = new SoftwareAuthenticator { Origin = Origin };
        await passkey.EnrolAsync(site, await site.PersonAsync("alice"));
        var browser = site.Browser();
        var page = await browser.GetAsync("login");
        Assert.Contains("\"rpId\":\"portal.example\"", page.Form(FormSelector).GetAttribute("data-options"), StringComparison.Ordinal);

        passkey.RelyingPartyId = "account.portal.example";
        page = await browser.SubmitAsync(page, page.Form(FormSelector), ("credential", passkey.Get(page.Form(FormSelector).GetAttribute("data-options")!)));
        Assert.Null(page.Location);
        passkey.RelyingPartyId = null;

        Assert.Equal("/account/", (await browser.SubmitAsync(page, page.Form(FormSelector), ("credential", passkey.Get(page.Form(FormSelector).GetAttribute("data-options")!)))).Location);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("account.portal.co.uk", true)]
    [InlineData("portal.co.uk", true)]
    [InlineData("co.uk", false)] // everybody's
    [InlineData("other.co.uk", false)]
    [InlineData("count.portal.co.uk", false)]
    [InlineData("deeper.account.portal.co.uk", false)]
    [InlineData("", false)]
    public void A_relying_party_must_be_the_portals_host_or_a_domain_above_it_that_is_ones_own(string? id, bool fits)
    {
        var address = new IssuerAddress(new Uri("https://account.portal.co.uk/"), "https://account.portal.co.uk/");

        Assert.Equal(fits, new PasskeyOptionsValidator(address).Validate(null, new PasskeyOptions { RelyingPartyId = id }).Succeeded);
    }

    [Fact]
    public async Task Keepers_of_passkeys_find_the_pages()
    {
        var places = (await _site.Browser().GetAsync(".well-known/passkey-endpoints")).Json;

        Assert.Equal("https://auth.example/account/passkeys/add", places.GetProperty("enroll").GetString());
        Assert.Equal("https://auth.example/account/passkeys", places.GetProperty("manage").GetString());
    }

    [Theory]
    [InlineData("Portal:Passkeys:Enabled", "false")]
    [InlineData("Portal:Http:PublicBase", "http://127.0.0.1:8080/")]
    public async Task Where_there_are_none_nothing_speaks_of_them(string name, string value)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { [name] = value });
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");

        Assert.Null((await site.Browser().GetAsync("login")).Document.QuerySelector(FormSelector));
        Assert.Null((await site.Browser().GetAsync("register/password")).Document.QuerySelector("[value=passkey]"));
        Assert.DoesNotContain("asskey", (await browser.GetAsync("account/")).Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await browser.GetAsync("account/passkeys")).Status);
        Assert.Equal(404, (int)(await browser.GetAsync(".well-known/passkey-endpoints")).Status);
    }

    private async Task AddAsync(string name = "alice", SoftwareAuthenticator? authenticator = null)
    {
        var browser = await _site.SignedInAsync(name);
        var page = await browser.GetAsync("account/passkeys/add");
        var added = await browser.SubmitAsync(page, page.Form(FormSelector), ("credential", (authenticator ?? _passkey).Create(page.Form(FormSelector).GetAttribute("data-options")!)));
        Assert.Equal("/account/passkeys", added.Location);
    }

    private async Task<Answer> UseAsync(Browser browser, Answer? page = null)
    {
        page ??= await browser.GetAsync("login");
        return await browser.SubmitAsync(page, page.Form(FormSelector), ("credential", _passkey.Get(page.Form(FormSelector).GetAttribute("data-options")!)));
    }

    private static string StateOf(Answer page) => StateOf(page.Form(FormSelector));

    private static string StateOf(IHtmlFormElement form) => form.QuerySelector("input[name=state]")!.GetAttribute("value")!;
}
