using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What an operator does about an account in the wrong hands.</summary>
public sealed class AccountCommandTests : CommandTest
{
    [Fact]
    public async Task A_lock_keeps_everybody_out_and_ends_nothing()
    {
        await Site.PersonAsync("alice");
        var browser = await Site.SignedInAsync("alice");

        Assert.Equal((0, "alice is locked. The homeserver is told as soon as it can be reached."), await CodeAndOutputAsync("account lock Alice"));

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("account/")).Status);
        Assert.False(await Site.ReadAsync(database => database.BrowserSessions.AnyAsync(session => session.FinishedAt != null)));
        Assert.Equal((0, "alice is not locked. The homeserver is told as soon as it can be reached."), await CodeAndOutputAsync("account unlock alice"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task Signing_out_ends_every_session()
    {
        var user = await Site.PersonAsync("alice");
        var (one, other) = (await Site.SignedInAsync("alice"), await Site.SignedInAsync("alice"));
        await Site.ArrangeAsync(ALegacyApp.Session(user));

        Assert.Equal((0, "alice is signed out everywhere; 3 sessions were ended."), await CodeAndOutputAsync("account sign-out alice"));

        Assert.StartsWith("/login", (await one.GetAsync("account/")).Location, StringComparison.Ordinal);
        Assert.StartsWith("/login", (await other.GetAsync("account/")).Location, StringComparison.Ordinal);
        Assert.False(await Site.ReadAsync(database => database.LegacySessions.AnyAsync(session => session.FinishedAt == null)));
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("unlock")]
    [InlineData("sign-out")]
    public async Task A_name_that_nobody_has_is_said(string word)
    {
        var (code, output, error) = await RunAsync($"account {word} nobody");

        Assert.Equal((1, ""), (code, output));
        Assert.EndsWith("Nobody is called 'nobody' here.", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> CodeAndOutputAsync(string words)
    {
        var (code, output, _) = await RunAsync(words);
        return (code, output);
    }
}
