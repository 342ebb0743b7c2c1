using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>An operator who wants people to sign in in two steps (<c>Portal:Account:SecondStepRequired</c>).</summary>
public sealed class SecondStepPolicyTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    [Fact]
    public async Task Who_signs_in_is_told_and_can_put_it_off_for_a_while()
    {
        await using var site = await StartAsync("Everybody");
        await site.PersonAsync("alice");
        var (app, browser) = (await HttpApp.RegisterAsync(site), site.Browser());
        var signIn = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()));

        var told = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("username", "alice"), ("password", A.Password)));
        Assert.Equal("You need a second step", told.Heading);
        Assert.StartsWith("/consent/", (await browser.FollowAsync(await browser.SubmitAsync(told))).Address, StringComparison.Ordinal);

        site.Clock.Jump(TimeSpan.FromDays(3));
        var another = site.Browser();
        Assert.Equal("You need a second step", (await another.FollowAsync(await another.SignInAsync("alice"))).Heading);
        Assert.Equal(ManualClock.Start + Grace, await site.ReadAsync(database => database.Users.Select(user => user.SecondStepDueAt).SingleAsync())); // the first time counts
    }

    [Theory]
    [InlineData("account/")]
    [InlineData("account/sessions")]
    [InlineData("account/password/change")]
    [InlineData("account/second-step/off")]
    [InlineData("account/second-step/new-codes")]
    public async Task A40_After_that_all_pages_lead_to_the_set_up(string address)
    {
        await using var site = await StartAsync("Everybody");
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        site.Clock.Jump(Grace);

        var needed = await browser.FollowAsync(await browser.GetAsync(address));

        Assert.Equal("/account/second-step/needed", needed.Address.Split('?')[0]);
        Assert.DoesNotContain("Later", needed.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A40_Who_was_signed_in_before_owes_it_too_when_the_grace_has_run_out()
    {
        await using var site = await StartAsync("Everybody");
        await site.PersonAsync("alice");
        var (app, browser) = (await HttpApp.RegisterAsync(site), await site.SignedInAsync("alice"));
        await ForgetDutyAsync(site); // as it was before the operator wanted it

        var home = await browser.GetAsync("account/");
        Assert.Contains("You need a second step", home.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        site.Clock.Jump(Grace - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/sessions")).Status);
        site.Clock.Jump(TimeSpan.FromSeconds(1));

        Assert.StartsWith("/account/second-step/needed", (await browser.GetAsync("account/sessions")).Location, StringComparison.Ordinal);
        Assert.Contains("login_required", (await browser.GetAsync(app.AuthorizeAddress(("scope", "openid"), ("prompt", "none")))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A40_Without_grace_they_owe_it_with_their_next_request()
    {
        await using var site = await StartAsync("Everybody", grace: "00:00:00");
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        await ForgetDutyAsync(site);

        Assert.StartsWith("/account/second-step/needed", (await browser.GetAsync("account/sessions")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_of_who_was_signed_in_before_runs_from_their_first_visit_in_whichever_tab()
    {
        await using var site = await StartAsync("Everybody");
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        await ForgetDutyAsync(site);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.GetAsync("account/profile")));
        site.Clock.Jump(TimeSpan.FromDays(3));
        await browser.GetAsync("account/");

        Assert.Equal(ManualClock.Start + Grace, await site.ReadAsync(database => database.Users.Select(user => user.SecondStepDueAt).SingleAsync()));
    }

    [Fact]
    public async Task Where_nobody_must_no_time_runs()
    {
        await using var site = await StartAsync("Nobody");
        await site.PersonAsync("alice");

        await (await site.SignedInAsync("alice")).GetAsync("account/");

        Assert.Null(await site.ReadAsync(database => database.Users.Select(user => user.SecondStepDueAt).SingleAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_app_that_waits_is_gone_on_with_after_the_detour_over_confirm(bool isOverdue)
    {
        await using var site = await StartAsync("Everybody");
        await site.PersonAsync("alice");
        var (app, browser) = (await HttpApp.RegisterAsync(site), site.Browser());
        var signIn = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()));
        var needed = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("username", "alice"), ("password", A.Password)));
        site.Clock.Jump(TimeSpan.FromMinutes(11));
        if (isOverdue)
        {
            site.Clock.Jump(Grace);
            needed = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()));
        }

        var confirm = await browser.FollowAsync(await browser.GetAsync(LinkOf(needed, "Set it up")));
        Assert.Equal("Confirm that it is you", confirm.Heading);
        var wrong = await browser.SubmitAsync(confirm, ("password", "wrong"));
        var setUp = await browser.FollowAsync(await browser.SubmitAsync(wrong, ("password", A.Password)));
        Assert.Equal("Connect your app", setUp.Heading);
        var code = TwoSteps.CodeOf(setUp.Document.QuerySelector("#authenticator-key")!.TextContent, site.Clock.GetUtcNow());
        var codes = await browser.FollowAsync(await browser.SubmitAsync(setUp, ("code", code)));
        Assert.Equal("Keep these codes", codes.Heading);
        var consent = await browser.FollowAsync(await browser.SubmitAsync(codes));

        Assert.StartsWith("/consent/", consent.Address, StringComparison.Ordinal);
        Assert.NotNull((await browser.SubmitAsync(consent, ("action", "allow"))).Returned("code"));
    }

    [Fact]
    public async Task A_form_that_was_open_too_long_remembers_the_app_too()
    {
        await using var site = await StartAsync("Everybody");
        await site.PersonAsync("alice");
        var (app, browser) = (await HttpApp.RegisterAsync(site), site.Browser());
        var signIn = await browser.FollowAsync(await browser.GetAsync(app.AuthorizeAddress()));
        var needed = await browser.FollowAsync(await browser.SubmitAsync(signIn, ("username", "alice"), ("password", A.Password)));
        var setUp = await browser.GetAsync(LinkOf(needed, "Set it up"));
        site.Clock.Jump(TimeSpan.FromMinutes(11));

        var confirm = await browser.FollowAsync(await browser.SubmitAsync(setUp, ("code", "123456")));
        var again = await browser.FollowAsync(await browser.SubmitAsync(confirm, ("password", A.Password)));

        Assert.Equal(("Connect your app", setUp.Address), (again.Heading, again.Address));
    }

    [Fact]
    public async Task A40_Where_it_is_a_duty_a_password_does_not_stand_in_for_a_passkey()
    {
        await using var site = await StartAsync("Everybody");
        var user = await site.PersonAsync("alice");
        using var passkey = new SoftwareAuthenticator();
        await passkey.EnrolAsync(site, user);
        var (app, browser) = (await HttpApp.RegisterAsync(site), await site.SignedInAsync("alice"));

        var needed = await browser.FollowAsync(await browser.GetAsync("account/profile"));
        Assert.Equal("Confirm that it is you", needed.Heading);
        Assert.DoesNotContain("Use your password instead", needed.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null((await browser.GetAsync("account/confirm?by=password")).Document.QuerySelector("input[name=password]"));
        var setUp = await browser.GetAsync("account/second-step/set-up");
        var taken = await browser.SubmitAsync(setUp, ("code", TwoSteps.CodeOf(setUp.Document.QuerySelector("#authenticator-key")!.TextContent, site.Clock.GetUtcNow())));
        Assert.Equal("/account/confirm", taken.Location);
        Assert.False(await site.ReadAsync(database => database.Authenticators.AnyAsync()));
        Assert.Equal("Confirm that it is you", (await app.ConsentPageAsync(browser)).Heading);
        Assert.Equal("M_FORBIDDEN", (await new LegacyApp(site).PasswordAsync("alice")).Json.GetProperty("errcode").GetString());

        var form = needed.Form("form[data-passkey]");
        var open = await browser.FollowAsync(await browser.SubmitAsync(needed, form, ("credential", passkey.Get(form.GetAttribute("data-options")!))));
        Assert.Equal(200, (int)(await browser.GetAsync("account/profile")).Status);
        Assert.DoesNotContain("/account/confirm", open.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A40_Forms_that_were_open_and_apps_get_nothing_either()
    {
        await using var site = await StartAsync("Everybody");
        await site.PersonAsync("alice");
        var (app, browser) = (await HttpApp.RegisterAsync(site), await site.SignedInAsync("alice"));
        var consent = await app.ConsentPageAsync(browser);
        var profile = await browser.GetAsync("account/profile");
        site.Clock.Jump(Grace);

        await browser.SubmitAsync(consent, ("action", "allow"));
        await browser.SubmitAsync(profile, ("display_name", "Mallory"));
        Assert.Contains("login_required", (await browser.GetAsync(app.AuthorizeAddress(("scope", "openid"), ("prompt", "none")))).Location, StringComparison.Ordinal);
        Assert.False(await site.ReadAsync(database => database.AuthorizationGrants.AnyAsync(grant => grant.FulfilledAt != null)));
        Assert.Null(await site.ReadAsync(database => database.Users.Select(user => user.DisplayName).SingleAsync()));
    }

    [Fact]
    public async Task With_the_set_up_all_is_open_again_and_it_stays_on()
    {
        await using var site = await StartAsync("Everybody");
        var (user, steps) = (await site.PersonAsync("alice"), new TwoSteps());
        var browser = await site.SignedInAsync("alice");
        site.Clock.Jump(Grace);
        var confirm = await browser.FollowAsync(await browser.GetAsync("account/second-step/set-up"));
        Assert.Equal("Connect your app", (await browser.FollowAsync(await browser.SubmitAsync(confirm, ("password", A.Password)))).Heading);
        await site.ArrangeAsync(steps.RowsOf(user));
        var later = site.Browser();

        var home = await later.FollowAsync(await later.SubmitAsync(await later.FollowAsync(await later.SignInAsync("alice")), ("code", steps.CodeAt(site.Clock.GetUtcNow()))));
        Assert.Equal("/account/", home.Address);
        await later.SubmitAsync(await later.GetAsync("account/second-step/off"));

        Assert.Equal(1, await site.ReadAsync(database => database.Authenticators.CountAsync()));
        Assert.DoesNotContain("Turn off", (await later.GetAsync("account/second-step")).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7.00:00:00", true)]
    [InlineData("00:00:00", false)]
    public async Task A30_The_Matrix_login_by_password_is_no_way_around_it(string grace, bool isOpenAtFirst)
    {
        await using var site = await StartAsync("Everybody", grace);
        await site.PersonAsync("alice");
        var app = new LegacyApp(site);

        Assert.Equal(isOpenAtFirst ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await app.PasswordAsync("alice")).Status);
        site.Clock.Jump(Grace);

        Assert.Equal(HttpStatusCode.Forbidden, (await app.PasswordAsync("alice")).Status);
    }

    [Theory]
    [InlineData("Administrators", true, true)]
    [InlineData("Administrators", false, false)]
    [InlineData("Everybody", false, true)]
    [InlineData("Nobody", true, false)]
    public async Task Concerns_whom_the_operator_means(string required, bool isAdministrator, bool concerned)
    {
        await using var site = await StartAsync(required, grace: "00:00:00");
        await site.PersonAsync("alice", user => user.AllowAdmin(isAdministrator));
        var browser = await site.SignedInAsync("alice");

        Assert.Equal(concerned ? HttpStatusCode.SeeOther : HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task When_the_operator_thinks_better_of_it_nobody_owes_anything()
    {
        await using var site = await StartAsync("Nobody");
        await site.PersonAsync("alice", user => user.OweSecondStep(ManualClock.Start));
        var browser = await site.SignedInAsync("alice");

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    private static Task ForgetDutyAsync(PortalFactory site) =>
        site.ChangeAsync(database => database.Users.ExecuteUpdateAsync(user => user.SetProperty(row => row.SecondStepDueAt, (DateTimeOffset?)null)));

    private static string LinkOf(Answer page, string text) => page.Document.QuerySelectorAll("a").First(link => link.TextContent.Trim() == text).GetAttribute("href")!;

    private static Task<PortalFactory> StartAsync(string required, string grace = "7.00:00:00") => PortalFactory.StartAsync(
        new Dictionary<string, string?> { ["Portal:Account:SecondStepRequired"] = required, ["Portal:Account:SecondStepGrace"] = grace });
}
