using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Addresses, name, data and the home of an account, as a person goes through them.</summary>
public sealed class AccountPageTests(SharedPortal shared) : PortalTest(shared)
{
    [Fact]
    public async Task An_address_is_added_with_the_code_that_is_mailed_to_it()
    {
        var (name, browser) = await NewAsync();
        var code = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("account/emails/add"), ("email", $"{name}@mail.example")));
        Assert.Equal("Check your email", code.Heading);
        Assert.Matches("^/account/emails/user_email_authentication:[0-9A-Z]{26}/verify$", code.Address);
        Assert.Equal(code.Address, (await browser.GetAsync(code.Address.Replace("/verify", "/in-use", StringComparison.Ordinal))).Location);
        Assert.Contains("Enter the six digits", (await browser.SubmitAsync(code, ("code", " "))).Text, StringComparison.Ordinal);

        var done = await browser.FollowAsync(await browser.SubmitAsync(code, ("code", await CodeOfAsync($"{name}@mail.example"))));

        Assert.Equal("/account/emails", done.Address);
        Assert.Contains("The address is added.", done.Text, StringComparison.Ordinal);
        Assert.Contains($"{name}@mail.example", done.Text, StringComparison.Ordinal);
        Assert.Equal("/account/emails", (await browser.GetAsync(code.Address)).Location);
        Assert.DoesNotContain("The address is added.", (await browser.GetAsync("account/emails")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_40_Somebody_elses_address_is_told_of_on_a_page_of_its_own()
    {
        var (name, browser) = await NewAsync();
        var other = await Site.PersonAsync(NewName());
        await Site.ArrangeAsync(A.Email(other, $"{name}@taken.example"));
        var code = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("account/emails/add"), ("email", $"{name}@taken.example")));

        var inUse = await browser.FollowAsync(await browser.SubmitAsync(code, ("code", await CodeOfAsync($"{name}@taken.example"))));

        Assert.EndsWith("/in-use", inUse.Address, StringComparison.Ordinal);
        Assert.Equal("This address already has an account", inUse.Heading);
    }

    [Fact]
    public async Task Line_39_Somebody_elses_verification_and_address_are_not_found()
    {
        var (name, alice) = await NewAsync();
        var (_, mallory) = await NewAsync();
        var code = await alice.FollowAsync(await alice.SubmitAsync(await alice.GetAsync("account/emails/add"), ("email", $"{name}@mail.example")));
        var user = await Site.ReadAsync(database => database.Users.SingleAsync(user => user.UserName == name));
        var email = A.Email(user, $"{name}@own.example");
        await Site.ArrangeAsync(email);
        var missing = TypedUlid.Encode(TypedUlid.UserEmail, Guid.CreateVersion7(ManualClock.Start));

        foreach (var address in (string[])[code.Address, $"account/emails/{TypedUlid.Encode(TypedUlid.UserEmail, email.Id)}/remove", $"account/emails/{missing}/remove", $"account/emails/user_email:{Ulid.Encode(email.Id)[..^1]}/remove", $"account/emails/{Ulid.Encode(email.Id)}/remove"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await mallory.GetAsync(address)).Status);
        }

        var csrf = (await mallory.GetAsync("account/profile")).Field("csrf")!;
        Assert.Equal(HttpStatusCode.NotFound, (await mallory.PostAsync(code.Address, ("csrf", csrf), ("code", "123456"))).Status);
        await mallory.PostAsync($"account/emails/{TypedUlid.Encode(TypedUlid.UserEmail, email.Id)}/remove", ("csrf", csrf));
        Assert.True(await Site.ReadAsync(database => database.UserEmails.AnyAsync(stored => stored.Id == email.Id)));
    }

    [Fact]
    public async Task An_address_is_removed_on_a_page_that_asks()
    {
        var (name, browser) = await NewAsync();
        var user = await Site.ReadAsync(database => database.Users.SingleAsync(user => user.UserName == name));
        await Site.ArrangeAsync(A.Email(user, $"{name}@mail.example"));
        var link = Assert.IsAssignableFrom<IHtmlAnchorElement>((await browser.GetAsync("account/emails")).Document.QuerySelector("a[href$='/remove']"));

        var page = await browser.GetAsync(link.GetAttribute("href")!);
        Assert.Equal("Remove this address?", page.Heading);
        var done = await browser.FollowAsync(await browser.SubmitAsync(page));

        Assert.Contains("The address is removed.", done.Text, StringComparison.Ordinal);
        Assert.Contains("No address yet.", done.Text, StringComparison.Ordinal);
        Assert.Equal("/account/emails", (await browser.SubmitAsync(page)).Location); // treated as done
    }

    [Fact]
    public async Task The_display_name_is_shown_wherever_the_person_is_and_an_empty_one_removes_it()
    {
        var (name, browser) = await NewAsync();
        var profile = await browser.GetAsync("account/profile");

        var saved = await browser.FollowAsync(await browser.SubmitAsync(profile, ("display_name", "  Zoë <b>Quentin</b>  ")));

        Assert.Contains("Your name is saved.", saved.Text, StringComparison.Ordinal);
        Assert.Equal("Zoë <b>Quentin</b>", saved.Field("display_name"));
        Assert.Equal("Zoë <b>Quentin</b>", (await browser.GetAsync("account/")).Heading);
        Assert.Equal("Z", saved.Document.QuerySelector(".bar .disc")!.TextContent);
        var app = await HttpApp.RegisterAsync(Site);
        Assert.Contains("Zoë <b>Quentin</b>", (await app.ConsentPageAsync(browser)).Document.QuerySelector(".thread > li:last-child b")!.TextContent, StringComparison.Ordinal);

        await browser.SubmitAsync(saved, ("display_name", " "));
        Assert.Equal(name, (await browser.GetAsync("account/")).Heading);
    }

    [Fact]
    public async Task A60_A_name_that_turns_text_round_is_refused_and_kept_in_the_form()
    {
        var (_, browser) = await NewAsync();

        var refused = await browser.SubmitAsync(await browser.GetAsync("account/profile"), ("display_name", "a\u202eb"));

        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains("This name is too long, or holds characters that cannot be shown.", refused.Text, StringComparison.Ordinal);
        Assert.Equal("a\u202eb", refused.Field("display_name"));
    }

    [Fact]
    public async Task The_data_of_an_account_are_a_file_that_no_cache_keeps()
    {
        var (name, browser) = await NewAsync();

        var file = await browser.SubmitAsync(await browser.GetAsync("account/data"));

        Assert.Equal("application/json", file.ContentType);
        Assert.StartsWith("attachment", file["Content-Disposition"], StringComparison.Ordinal);
        Assert.Contains("no-store", file["Cache-Control"], StringComparison.Ordinal);
        Assert.Equal($"@{name}:example.org", file.Json.GetProperty("matrix_id").GetString());
    }

    [Theory]
    [InlineData("org.matrix.profile", "/account/profile")]
    [InlineData("profile", "/account/profile")]
    [InlineData("org.matrix.account_deactivate", "/account/deactivate")]
    public async Task Line_47_Deep_links_lead_to_their_page_also_through_sign_in(string action, string path)
    {
        var (name, browser) = await NewAsync();
        Assert.Equal(path, (await browser.GetAsync($"account/?action={action}")).Location);

        var stranger = Site.Browser();
        var signIn = await stranger.GetAsync($"account/?action={action}");
        Assert.Equal(path, (await stranger.SignInAsync(name, address: signIn.Location!)).Location);
    }

    [Theory]
    [InlineData("account/profile")]
    [InlineData("account/emails")]
    [InlineData("account/emails/add")]
    [InlineData("account/deactivate")]
    [InlineData("account/data")]
    [InlineData("account/activity")]
    [InlineData("account/confirm")]
    public async Task Line_38_Signed_out_people_are_sent_to_sign_in_and_back(string address)
    {
        var answer = await Site.Browser().GetAsync(address);

        Assert.Equal($"/login?kind=manage_account&path=%2F{address.Replace("/", "%2F", StringComparison.Ordinal)}", answer.Location);
    }

    [Fact]
    public async Task What_is_wrong_with_a_form_has_a_code_for_scripts_in_every_language()
    {
        var (name, browser) = await NewAsync();
        browser.Headers["Accept-Language"] = "he";
        var user = await Site.ReadAsync(database => database.Users.SingleAsync(user => user.UserName == name));
        await Site.ArrangeAsync(A.Email(user, $"{name}@mail.example"));

        Assert.Equal("required", await CodeAsync("account/emails/add", "email", ("email", "")));
        Assert.Equal("invalid", await CodeAsync("account/emails/add", "email", ("email", "nobody")));
        Assert.Equal("own", await CodeAsync("account/emails/add", "email", ("email", $"{name}@mail.example")));
        Assert.Equal("mismatch", await CodeAsync("account/deactivate", "mxid", ("mxid", "@other:example.org")));
        Assert.Equal("name-invalid", await CodeAsync("account/profile", "display_name", ("display_name", "a\u202eb")));
        Assert.Equal("wrong", await CodeAsync("account/password/change", "current_password", ("current_password", "wrong"), ("new_password", "an owl counts nine green stairs")));
        var code = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("account/emails/add"), ("email", $"other-{name}@mail.example")));
        Assert.Equal("required", await CodeAsync(code.Address, "code", ("code", "")));
        Assert.Equal("wrong", await CodeAsync(code.Address, "code", ("code", "000000")));
        for (var attempt = 0; attempt < 9; attempt++)
        {
            await CodeAsync(code.Address, "code", ("code", "000000"));
        }

        var limited = await browser.SubmitAsync(await browser.GetAsync(code.Address), ("code", "000000"));
        Assert.Equal(("rate-limited", "60"), (limited.Document.GetElementById("error-summary")?.GetAttribute("data-error-code"), limited["Retry-After"]));

        async Task<string?> CodeAsync(string address, string field, params (string Name, string Value)[] typed) =>
            (await browser.SubmitAsync(await browser.GetAsync(address), typed)).Document.GetElementById($"{field}-error")?.GetAttribute("data-error-code");
    }

    [Fact]
    public async Task A31_The_data_are_downloaded_three_times_and_then_the_page_says_when_again()
    {
        var (_, browser) = await NewAsync();
        var page = await browser.GetAsync("account/data");
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal("application/json", (await browser.SubmitAsync(page)).ContentType);
        }

        var limited = await browser.SubmitAsync(page);

        Assert.Equal((HttpStatusCode.OK, "28800", "rate-limited"), (limited.Status, limited["Retry-After"], limited.Document.GetElementById("error-summary")?.GetAttribute("data-error-code")));
        Assert.Contains("You can download it again in 8 hours.", limited.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_home_of_an_account_lists_its_tasks()
    {
        var (_, browser) = await NewAsync();

        var home = await browser.GetAsync("account/");

        var links = home.Document.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")).ToList();
        Assert.Superset(
            new HashSet<string?> { "/account/sessions", "/account/profile", "/account/emails", "/account/password/change", "/account/activity", "/account/data", "/account/deactivate" },
            links.ToHashSet());
        Assert.Contains("You have no email address", home.Text, StringComparison.Ordinal);
    }

    private async Task<(string Name, Browser Browser)> NewAsync()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        return (name, await Site.SignedInAsync(name));
    }

    private async Task<string> CodeOfAsync(string address)
    {
        await Site.DeliverAsync();
        return Site.Mailer.Codes.Last(mail => mail.Address == address).Code;
    }
}
