using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Registration;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Invitations, as an operator makes them (operations contract, line 14).</summary>
public sealed class RegistrationTokenCommandTests : CommandTest
{
    [Fact]
    public async Task Line_14_Without_options_a_token_is_drawn_that_is_good_once_and_for_ever()
    {
        var (code, output, error) = await RunAsync("registration-tokens issue");

        Assert.True(code == 0, error);
        var token = await TokenAsync();
        Assert.Equal($"{token.Text}\nhttps://auth.example/invite?token={token.Text}", output.ReplaceLineEndings("\n"));
        Assert.Equal((1, null, null), (token.UsageLimit, token.ExpiresAt, token.InvitedBy));
        Assert.Matches("^[A-Za-z0-9]{12}$", token.Text);
    }

    [Fact]
    public async Task All_of_it_can_be_said_and_is_listed_revoked_and_given_back()
    {
        var (code, output, error) = await RunAsync("registration-tokens issue", "--token", "tea&cake", "--usage-limit=5", "--expires-in", "604800", "--invited-by", "Ada Lovelace");
        Assert.True(code == 0, error);
        Assert.EndsWith("/invite?token=tea%26cake", output, StringComparison.Ordinal);
        Assert.Equal(("tea&cake", 5, "Ada Lovelace"), (await TokenAsync()) switch { var token => (token.Text, token.UsageLimit, token.InvitedBy) });

        Assert.Matches(@"^tea&cake\tvalid\tused 0 of 5\tuntil \d{4}-\d\d-\d\d \d\d:\d\d UTC\tAda Lovelace$", (await RunAsync("registration-tokens list")).Output);
        Assert.Equal("The token is revoked.", (await RunAsync("registration-tokens revoke tea&cake")).Output);
        Assert.NotNull((await TokenAsync()).RevokedAt);
        Assert.Equal("The token is not revoked any more.", (await RunAsync("registration-tokens unrevoke tea&cake")).Output);
        Assert.Null((await TokenAsync()).RevokedAt);
    }

    [Theory]
    [InlineData("issue", "--usage-limit=3 --unlimited", "--usage-limit and --unlimited contradict each other; keep one of them.")]
    [InlineData("issue", "--usage-limit=many", "--usage-limit is 'many'; write a number such as 5.")]
    [InlineData("issue", "--usage-limit=0", "A token must be good for one account at least.")]
    [InlineData("issue", "--expires-in=soon", "--expires-in is 'soon'; write seconds, such as 604800 for a week.")]
    [InlineData("issue", "--unlimited=yes", "--unlimited takes no value. Type it like this: registration-tokens issue [--token TEXT] [--usage-limit NUMBER] [--unlimited] [--expires-in SECONDS] [--invited-by NAME]")]
    [InlineData("revoke", "", "Type it like this: registration-tokens revoke TEXT")]
    [InlineData("revoke none", "", "There is no such token. Capitals matter; `registration-tokens list` shows them all.")]
    public async Task What_cannot_be_done_is_said_and_nothing_changes(string words, string options, string sentence)
    {
        var (code, output, error) = await RunAsync("registration-tokens " + words, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((1, ""), (code, output));
        Assert.EndsWith(sentence, error, StringComparison.Ordinal);
        Assert.Equal(0, await Site.ReadAsync(database => database.RegistrationTokens.CountAsync()));
    }

    private Task<RegistrationToken> TokenAsync() => Site.ReadAsync(database => database.RegistrationTokens.AsNoTracking().SingleAsync());
}
