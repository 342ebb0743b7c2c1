using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Portal.Identity.Accounts;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Signing in in two steps, from its set-up in the account to the day on which the phone is gone.</summary>
public sealed class SecondStepPageTests : IAsyncLifetime
{
    private readonly TwoSteps _steps = new();
    private PortalFactory _site = null!;
    private PortalUser _user = null!;

    private string Code => _steps.CodeAt(_site.Clock.GetUtcNow());

    private string WrongCode => _steps.WrongCodeAt(_site.Clock.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync();
        _user = await _site.PersonAsync("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Is_set_up_by_showing_that_the_app_has_the_key()
    {
        var browser = await _site.SignedInAsync("alice");
        var page = await browser.FollowAsync(await browser.GetAsync("account/second-step/set-up"));
        var key = page.Document.QuerySelector("#authenticator-key")!.TextContent;
        Assert.NotNull(page.Document.QuerySelector("svg.qr path"));
        Assert.Equal(key, (await browser.GetAsync("account/second-step/set-up")).Document.QuerySelector("#authenticator-key")!.TextContent); // the same when it is loaded again

        var wrong = await browser.SubmitAsync(page, ("code", "000 000"));
        Assert.Equal("wrong-set-up", wrong.Document.QuerySelector("[data-error-code]")?.GetAttribute("data-error-code"));
        Assert.Equal(key, wrong.Document.QuerySelector("#authenticator-key")!.TextContent);
        var codes = await browser.FollowAsync(await browser.SubmitAsync(wrong, ("code", CodeOf(key))));

        Assert.Equal("Keep these codes", codes.Heading);
        Assert.Equal(10, codes.Document.QuerySelectorAll("#recovery-codes li").Length);
        var file = await browser.GetAsync("account/second-step/codes.txt");
        Assert.Equal("text/plain; charset=utf-8", file.ContentType);
        Assert.Contains("attachment", file["Content-Disposition"], StringComparison.Ordinal);
        Assert.All(codes.Document.QuerySelectorAll("#recovery-codes li"), code => Assert.Contains(code.TextContent.Trim(), file.Text, StringComparison.Ordinal));
        var overview = await browser.FollowAsync(await browser.SubmitAsync(codes));
        Assert.Contains("It is on.", overview.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/account/second-step", (await browser.GetAsync("account/second-step/codes")).Location); // never again
        Assert.Equal("/account/second-step", (await browser.GetAsync("account/second-step/codes.txt")).Location);
    }

    [Fact]
    public async Task The_code_leads_on_to_what_the_person_wanted()
    {
        await ArrangeAsync();
        var (app, browser) = (await HttpApp.RegisterAsync(_site), _site.Browser());
        var asked = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()));

        var step = await browser.FollowAsync(await browser.SubmitAsync(asked, ("username", "alice"), ("password", A.Password)));
        Assert.Equal("Enter your code", step.Heading);
        Assert.Equal("one-time-code", step.Document.QuerySelector("input[name=code]")!.GetAttribute("autocomplete"));
        var wrong = await browser.SubmitAsync(step, ("code", WrongCode));
        Assert.Equal("Enter your code", wrong.Heading);
        Assert.DoesNotContain("session", browser.Cookies.Keys);
        var consent = await browser.FollowAsync(await browser.SubmitAsync(wrong, ("code", Code)));

        Assert.Contains("consent", consent.Address, StringComparison.Ordinal);
        Assert.DoesNotContain("pending-sign-in", browser.Cookies.Keys);
    }

    [Fact]
    public async Task The_app_learns_how_the_person_signed_in()
    {
        await ArrangeAsync();
        var (app, browser) = (await HttpApp.RegisterAsync(_site), _site.Browser());
        await browser.SubmitAsync(await browser.FollowAsync(await browser.SignInAsync("alice")), ("code", Code));

        var idToken = new JsonWebToken((await app.TokensAsync(browser, "openid")).GetProperty("id_token").GetString());

        Assert.Equal(["pwd", "otp", "mfa"], idToken.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value));
        Assert.Equal("https://refeds.org/profile/mfa", idToken.GetPayloadValue<string>("acr"));
    }

    [Fact]
    public async Task A30_A_browser_that_knew_only_the_password_lets_in_no_app_once_there_is_a_second_step()
    {
        var (app, thief, legacy) = (await HttpApp.RegisterAsync(_site), await _site.SignedInAsync("alice"), new LegacyApp(_site));
        await ArrangeAsync();

        Assert.Equal("Sign in to example.org", (await app.ConsentPageAsync(thief)).Heading);
        Assert.Equal("Sign in to example.org", (await legacy.AskAsync(thief)).Heading);
        Assert.Contains("login_required", (await thief.GetAsync(app.AuthorizeAddress(("scope", "openid"), ("prompt", "none")))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_demands_two_steps_gets_no_less()
    {
        const string Demand = """{"id_token":{"acr":{"essential":true,"value":"https://refeds.org/profile/mfa"}}}""";
        var (app, browser) = (await HttpApp.RegisterAsync(_site), await _site.SignedInAsync("alice"));
        var asked = await browser.GetAsync(app.AuthorizeAddress(("scope", "openid"), ("claims", Demand)));

        var wanted = await browser.FollowAsync(asked);
        Assert.Equal("This app wants two steps", wanted.Heading);
        var another = await app.ConsentPageAsync(browser, ("scope", "openid")); // which demands nothing
        await browser.PostAsync(asked.Location!, ("action", "allow"), ("csrf", another.Field("csrf")!));
        Assert.False(await _site.ReadAsync(database => database.AuthorizationGrants.AnyAsync(grant => grant.FulfilledAt != null)));
        Assert.Contains("login_required", (await browser.GetAsync(app.AuthorizeAddress(("scope", "openid"), ("claims", Demand), ("prompt", "none")))).Location, StringComparison.Ordinal);

        var setUp = await browser.GetAsync(wanted.Document.QuerySelectorAll("a").First(link => link.TextContent.Trim() == "Set it up").GetAttribute("href")!);
        var codes = await browser.FollowAsync(await browser.SubmitAsync(setUp, ("code", CodeOf(setUp.Document.QuerySelector("#authenticator-key")!.TextContent))));
        var consent = await browser.FollowAsync(await browser.SubmitAsync(codes));
        var tokens = await app.ExchangeAsync((await browser.SubmitAsync(consent, ("action", "allow"))).Returned("code")!);

        Assert.Equal("https://refeds.org/profile/mfa", new JsonWebToken(tokens.Json.GetProperty("id_token").GetString()).GetPayloadValue<string>("acr"));
    }

    [Fact]
    public async Task An_app_that_demands_two_steps_makes_a_session_of_one_step_take_the_other()
    {
        const string Demand = """{"id_token":{"acr":{"essential":true,"values":["https://refeds.org/profile/mfa"]}}}""";
        var (app, browser) = (await HttpApp.RegisterAsync(_site), await _site.SignedInAsync("alice"));
        await ArrangeAsync();

        var again = await app.ConsentPageAsync(browser, ("scope", "openid"), ("claims", Demand));
        Assert.Equal("Sign in to example.org", again.Heading);
        var step = await browser.FollowAsync(await browser.SubmitAsync(again, ("username", "alice"), ("password", A.Password)));
        var consent = await browser.FollowAsync(await browser.SubmitAsync(step, ("code", Code)));

        Assert.StartsWith("/consent/", consent.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account/")]
    [InlineData("account/sessions")]
    [InlineData("account/second-step/off")]
    [InlineData("account/password/change")]
    [InlineData("account/confirm")]
    public async Task A30_A40_Nobody_gets_past_the_second_step_by_going_to_the_next_page(string address)
    {
        await ArrangeAsync();
        var browser = _site.Browser();
        await browser.SignInAsync("alice");

        Assert.StartsWith("/login?", (await browser.GetAsync(address)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A30_A40_Nor_by_going_on_with_the_app()
    {
        await ArrangeAsync();
        var (app, browser) = (await HttpApp.RegisterAsync(_site), _site.Browser());
        var asked = await browser.GetAsync(app.AuthorizeAddress());
        var signIn = await browser.FollowAsync(asked);
        await browser.SubmitAsync(signIn, ("username", "alice"), ("password", A.Password));

        Assert.Equal("Sign in to example.org", (await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()))).Heading);
        Assert.Contains("login_required", (await browser.GetAsync(app.AuthorizeAddress(("prompt", "none"), ("scope", "openid")))).Location, StringComparison.Ordinal);
        Assert.Equal("Sign in to example.org", (await browser.FollowAsync(await browser.GetAsync(asked.Location!))).Heading);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A40_An_empty_or_senseless_code_is_no_step(string code)
    {
        await ArrangeAsync();
        var browser = _site.Browser();
        var step = await browser.FollowAsync(await browser.SignInAsync("alice"));

        Assert.Equal("Enter your code", (await browser.SubmitAsync(step, ("code", code))).Heading);
        Assert.Equal(0, await _site.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A38_A40_A_code_without_a_password_before_it_is_no_step()
    {
        await ArrangeAsync();
        var (first, browser) = (_site.Browser(), _site.Browser());
        await first.SignInAsync("alice");
        Assert.Equal("/login", (await browser.GetAsync("login/code")).Location);
        browser.Cookies["pending-sign-in"] = Convert.ToBase64String(new byte[64]);

        var token = (await browser.GetAsync("login")).Field("csrf")!;
        Assert.Equal("/login", (await browser.PostAsync("login/code", ("csrf", token), ("code", Code))).Location);
        Assert.Equal(0, await _site.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A36_A_password_of_one_account_and_a_code_of_another_sign_in_to_neither()
    {
        await ArrangeAsync();
        var (bob, theirs) = (await _site.PersonAsync("bob"), new TwoSteps());
        await _site.ArrangeAsync(theirs.RowsOf(bob));
        var browser = _site.Browser();
        var step = await browser.FollowAsync(await browser.SignInAsync("alice"));

        Assert.Equal("Enter your code", (await browser.SubmitAsync(step, ("code", theirs.CodeAt(_site.Clock.GetUtcNow())))).Heading);
        Assert.Equal(0, await _site.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task After_ten_minutes_one_begins_again()
    {
        await ArrangeAsync();
        var browser = _site.Browser();
        var step = await browser.FollowAsync(await browser.SignInAsync("alice"));
        _site.Clock.Jump(TimeSpan.FromMinutes(11));

        var again = await browser.FollowAsync(await browser.SubmitAsync(step, ("code", Code)));

        Assert.Equal("/login", again.Address);
        Assert.Contains("That took too long.", again.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lost_the_phone_gets_in_with_a_recovery_code_and_hears_that_few_are_left()
    {
        await ArrangeAsync();
        var browser = _site.Browser();
        var step = await browser.FollowAsync(await browser.SignInAsync("alice"));
        var page = await browser.GetAsync(step.Document.QuerySelectorAll("a").First(link => link.TextContent == "Use a recovery code").GetAttribute("href")!);
        Assert.Equal("off", page.Document.QuerySelector("input[name=code]")!.GetAttribute("autocomplete"));

        var home = await browser.FollowAsync(await browser.SubmitAsync(page, ("code", _steps.RecoveryCode)));

        Assert.Equal("/account/", home.Address);
        Assert.Contains("You have 0 recovery codes left", home.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A29_A_sensitive_page_asks_for_both_again()
    {
        await ArrangeAsync();
        var browser = _site.Browser();
        await browser.SubmitAsync(await browser.FollowAsync(await browser.SignInAsync("alice")), ("code", Code));
        _site.Clock.Jump(TimeSpan.FromMinutes(11));

        var confirm = await browser.FollowAsync(await browser.GetAsync("account/second-step/off"));
        Assert.Equal("Confirm that it is you", confirm.Heading);
        Assert.Equal("Confirm that it is you", (await browser.SubmitAsync(confirm, ("password", A.Password), ("code", ""))).Heading);
        Assert.Equal("Confirm that it is you", (await browser.SubmitAsync(confirm, ("password", A.Password), ("code", WrongCode))).Heading);
        Assert.Equal("/account/confirm", (await browser.GetAsync("account/second-step/off")).Location?.Split('?')[0]);
        var off = await browser.FollowAsync(await browser.SubmitAsync(confirm, ("password", A.Password), ("code", Code)));

        Assert.Equal("/account/second-step/off", off.Address);
        var done = await browser.FollowAsync(await browser.SubmitAsync(off));
        Assert.Contains("It is off.", done.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A29_A_form_from_before_does_not_turn_it_off_without_the_second_step()
    {
        await ArrangeAsync();
        var browser = _site.Browser();
        await browser.SubmitAsync(await browser.FollowAsync(await browser.SignInAsync("alice")), ("code", Code));
        var off = await browser.GetAsync("account/second-step/off");
        _site.Clock.Jump(TimeSpan.FromMinutes(11));

        Assert.StartsWith("/account/confirm", (await browser.SubmitAsync(off)).Location, StringComparison.Ordinal);
        Assert.Equal(1, await _site.ReadAsync(database => database.Authenticators.CountAsync()));
    }

    [Fact]
    public async Task The_password_is_changed_only_by_who_has_taken_both_steps_lately()
    {
        await ArrangeAsync();
        var browser = _site.Browser();
        await browser.SubmitAsync(await browser.FollowAsync(await browser.SignInAsync("alice")), ("code", Code));
        Assert.Equal("Change your password", (await browser.GetAsync("account/password/change")).Heading);
        _site.Clock.Jump(TimeSpan.FromMinutes(11));

        Assert.StartsWith("/account/confirm", (await browser.GetAsync("account/password/change")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A63_Neither_codes_nor_keys_are_logged()
    {
        var browser = await _site.SignedInAsync("alice");
        var page = await browser.GetAsync("account/second-step/set-up");
        var key = page.Document.QuerySelector("#authenticator-key")!.TextContent;
        var code = CodeOf(key);
        var codes = await browser.FollowAsync(await browser.SubmitAsync(page, ("code", code)));

        var log = _site.Log.Text;
        Assert.DoesNotContain(key.Replace(" ", "", StringComparison.Ordinal), log, StringComparison.Ordinal);
        Assert.DoesNotContain(key, log, StringComparison.Ordinal);
        Assert.All(codes.Document.QuerySelectorAll("#recovery-codes li"), item => Assert.DoesNotContain(item.TextContent.Trim(), log, StringComparison.Ordinal));
    }

    private Task ArrangeAsync() => _site.ArrangeAsync(_steps.RowsOf(_user));

    private string CodeOf(string key) => TwoSteps.CodeOf(key, _site.Clock.GetUtcNow());
}
