using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Registration;

/// <summary>Section 8 of the policy contract, and the limit of its section 6.</summary>
public abstract class RegistrationTokensTests(DatabaseProvider engine) : StorageTest(engine)
{
    [Fact]
    public async Task A_token_is_drawn_unless_its_text_is_given()
    {
        var drawn = Assert.IsType<IssueOutcome.Issued>(await IssueAsync(new())).Token;
        var given = Assert.IsType<IssueOutcome.Issued>(await IssueAsync(new() { Text = "tea-party" })).Token;

        Assert.Matches("^[A-Za-z0-9]{12}$", drawn.Text);
        Assert.Equivalent(new[] { drawn.Text, given.Text }, (await Host.RunAsync<RegistrationTokens, IReadOnlyList<RegistrationToken>>(tokens => tokens.ListAsync(CancellationToken.None))).Select(token => token.Text));
        Assert.IsType<IssueOutcome.Exists>(await IssueAsync(new() { Text = "tea-party" }));
        Assert.IsType<IssueOutcome.Issued>(await IssueAsync(new() { Text = "Tea-Party" }));
    }

    [Theory]
    [InlineData("", 1, 60, null)]
    [InlineData("two words", 1, 60, null)]
    [InlineData("a\0b", 1, 60, null)]
    [InlineData("good", 0, 60, null)]
    [InlineData("good", -1, 60, null)]
    [InlineData("good", 1, 0, null)]
    [InlineData("good", 1, 60, "two\nlines")]
    public async Task A_token_that_could_never_be_used_is_not_issued(string text, int limit, int seconds, string? invitedBy) => Assert.IsType<IssueOutcome.Invalid>(
        await IssueAsync(new() { Text = text, UsageLimit = limit, Lifetime = TimeSpan.FromSeconds(seconds), InvitedBy = invitedBy }));

    [Theory]
    [InlineData(AToken.Text, true)]
    [InlineData($"  {AToken.Text}\t", true)]
    [InlineData("invited4tea", false)] // capitals matter
    [InlineData("Invited4", false)]
    [InlineData("Invited4Te_", false)] // no wildcard
    [InlineData("%", false)]
    [InlineData("", false)]
    [InlineData("a\0b", false)]
    public async Task A_token_is_found_by_its_whole_text_letter_by_letter(string typed, bool found)
    {
        await Host.ArrangeAsync(AToken.Of());

        Assert.Equal(found, await FindAsync(typed) is RegistrationTokenOutcome.Valid);
    }

    [Fact]
    public async Task Revoked_expired_used_up_and_unknown_are_one_answer()
    {
        var (revoked, expired, usedUp) = (AToken.Of(text: "revoked"), AToken.Of(text: "expired", lifetime: TimeSpan.FromSeconds(1)), AToken.Of(text: "used"));
        revoked.TryRevoke(Clock.GetUtcNow());
        usedUp.Use(Clock.GetUtcNow());
        await Host.ArrangeAsync(revoked, expired, usedUp);
        Clock.Advance(TimeSpan.FromSeconds(1));

        foreach (var text in (string[])["revoked", "expired", "used", "unknown"])
        {
            Assert.IsType<RegistrationTokenOutcome.Invalid>(await FindAsync(text));
        }
    }

    [Fact]
    public async Task Revoking_and_undoing_it_are_told_from_doing_nothing()
    {
        await Host.ArrangeAsync(AToken.Of());
        Task<bool?> Revoke(string text) => Host.RunAsync<RegistrationTokens, bool?>(tokens => tokens.RevokeAsync(text, CancellationToken.None));
        Task<bool?> Unrevoke(string text) => Host.RunAsync<RegistrationTokens, bool?>(tokens => tokens.UnrevokeAsync(text, CancellationToken.None));

        Assert.Equal([false, true, false, true, null, null], [await Unrevoke(AToken.Text), await Revoke(AToken.Text), await Revoke(AToken.Text), await Unrevoke(AToken.Text), await Revoke("none"), await Unrevoke("none")]);
        Assert.IsType<RegistrationTokenOutcome.Valid>(await FindAsync(AToken.Text));
    }

    [Fact]
    public async Task A31_After_ten_wrong_tokens_not_even_the_right_one_is_looked_at_for_six_seconds()
    {
        await Host.ArrangeAsync(AToken.Of());
        for (var i = 0; i < 10; i++)
        {
            Assert.IsType<RegistrationTokenOutcome.Invalid>(await FindAsync($"wrong{i}"));
        }

        Assert.Equal(TimeSpan.FromSeconds(6), Assert.IsType<RegistrationTokenOutcome.RateLimited>(await FindAsync(AToken.Text)).RetryAfter);
        Assert.IsType<RegistrationTokenOutcome.Valid>(await FindAsync(AToken.Text, "192.0.2.2"));
        Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<RegistrationTokenOutcome.Valid>(await FindAsync(AToken.Text));
    }

    [Fact]
    public async Task A31_Fifty_wrong_tokens_at_once_are_no_more_than_ten()
    {
        var outcomes = await AtOnceAsync(50, (process, number) => FindAsync($"wrong{number}", on: process));

        Assert.Equal(10, outcomes.OfType<RegistrationTokenOutcome.Invalid>().Count());
    }

    [Fact]
    public async Task Right_tokens_use_up_no_allowance()
    {
        await Host.ArrangeAsync(AToken.Of());
        for (var i = 0; i < 15; i++)
        {
            Assert.IsType<RegistrationTokenOutcome.Valid>(await FindAsync(AToken.Text));
        }
    }

    private Task<IssueOutcome> IssueAsync(NewRegistrationToken wish) => Host.RunAsync<RegistrationTokens, IssueOutcome>(tokens => tokens.IssueAsync(wish, CancellationToken.None));

    private Task<RegistrationTokenOutcome> FindAsync(string typed, string address = "192.0.2.1", IdentityHost? on = null) =>
        (on ?? Host).RunAsync<RegistrationTokenLookup, RegistrationTokenOutcome>(tokens => tokens.FindAsync(typed, A.Requester(address), CancellationToken.None));

    public sealed class OnSqlite() : RegistrationTokensTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RegistrationTokensTests(DatabaseProvider.PostgreSql);
}
