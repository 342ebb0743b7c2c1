using Portal.Identity.Accounts;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What pages promise is what is configured.</summary>
public sealed class ConfiguredWordsTests
{
    [Theory]
    [InlineData("7.00:00:00", "Kept here for 7 days,")]
    [InlineData("1.12:00:00", "Kept here for 36 hours,")]
    public async Task Ended_sessions_stay_as_long_as_they_are_kept(string kept, string lead)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Retention:EndedSessions"] = kept });
        var user = await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        var ended = A.BrowserSession(user);
        ended.TryFinish(ManualClock.Start);
        await site.ArrangeAsync(ended);

        Assert.Contains(lead, (await browser.GetAsync("account/sessions")).Text, StringComparison.Ordinal);
        site.Clock.Jump(TimeSpan.Parse(kept, System.Globalization.CultureInfo.InvariantCulture));
        Assert.DoesNotContain(lead, (await browser.GetAsync("account/sessions")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(AccountOptions.PasswordRecoveryEnabled), "It is the way back into your account,", "is the way back into your account if you forget")]
    [InlineData(nameof(AccountOptions.LoginWithEmailAllowed), "You can sign in with it,", "You can sign in with alice@mail.example.")]
    public async Task The_last_address_says_what_it_is_needed_for(string setting, string sentence, string lead)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { [$"Portal:Account:{setting}"] = "true" });
        var user = await site.PersonAsync("alice");
        var email = A.Email(user, "alice@mail.example");
        await site.ArrangeAsync(email);
        var browser = await site.SignedInAsync("alice");

        var list = await browser.GetAsync("account/emails");
        var page = await browser.GetAsync($"account/emails/{Portal.Identity.Protocol.TypedUlid.Encode("user_email", email.Id)}/remove");

        Assert.Contains(sentence, list.Text, StringComparison.Ordinal);
        Assert.Contains(lead, page.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }
}
