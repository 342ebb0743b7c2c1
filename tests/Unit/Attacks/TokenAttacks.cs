using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to get more out of a code or a token than the one use it was given for.</summary>
public abstract class TokenAttacks(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task A14_A_code_of_one_client_is_worthless_to_another_and_stays_good_for_its_own()
    {
        var thief = A.Client();
        await Host.ArrangeAsync(thief);
        var code = await _app.ConsentAsync();

        Assert.False((await _app.ExchangeAsync(code, by: thief)).Succeeded);
        Assert.True((await _app.ExchangeAsync(code)).Succeeded);
    }

    [Fact]
    public async Task A14_A_used_code_does_not_let_another_client_end_the_session()
    {
        var thief = A.Client();
        await Host.ArrangeAsync(thief);
        var code = await _app.ConsentAsync();
        var tokens = AnApp.Granted(await _app.ExchangeAsync(code));

        Clock.Advance(TimeSpan.FromMinutes(1));
        await _app.ExchangeAsync(code, by: thief);

        Assert.NotNull(await _app.IntrospectAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task A15_A_code_redeemed_fifty_times_at_once_works_once()
    {
        var code = await _app.ConsentAsync();

        var results = await AtOnceAsync(50, (process, _) => _app.ExchangeAsync(code, on: process));

        var winner = Assert.Single(results, result => result.Succeeded);
        Assert.All(results.Where(result => !result.Succeeded), result => Assert.Equal("invalid_grant", result.Error?.Code));
        Assert.NotNull(await _app.IntrospectAsync(winner.Value!.AccessToken));
        Assert.Equal((1, 1, 1), await Host.ReadAsync(async database =>
            (await database.OAuthSessions.CountAsync(), await database.AccessTokens.CountAsync(), await database.RefreshTokens.CountAsync())));
    }

    [Fact]
    public async Task A15_A_replay_after_the_retry_window_kills_every_token_that_came_of_the_code()
    {
        var code = await _app.ConsentAsync();
        var first = AnApp.Granted(await _app.ExchangeAsync(code));
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));

        Clock.Advance(TimeSpan.FromSeconds(21));
        await _app.ExchangeAsync(code);

        Assert.Null(await _app.IntrospectAsync(second.AccessToken));
        Assert.False((await _app.RefreshAsync(second.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task A15_A_refresh_token_presented_fifty_times_at_once_leaves_one_live_pair()
    {
        var tokens = await _app.SignInAsync();

        var results = await AtOnceAsync(50, (process, _) => _app.RefreshAsync(tokens.RefreshToken, on: process));

        Assert.All(results.Where(result => !result.Succeeded), result => Assert.Equal("invalid_grant", result.Error?.Code));
        var answered = results.Where(result => result.Succeeded).Select(result => result.Value!).ToList();
        var live = new List<string>();
        foreach (var token in answered.SelectMany(pair => new[] { pair.AccessToken, pair.RefreshToken! }).Append(tokens.AccessToken).Append(tokens.RefreshToken!))
        {
            if (await _app.IsLiveAsync(token))
            {
                live.Add(token);
            }
        }

        var survivor = Assert.Single(answered, pair => live.Contains(pair.AccessToken));
        Assert.Equal([survivor.AccessToken, survivor.RefreshToken!], live);
    }

    [Fact]
    public async Task A15_Of_a_refresh_and_the_first_use_of_its_successor_at_the_same_moment_one_wins()
    {
        var first = await _app.SignInAsync();
        for (var round = 0; round < 10; round++)
        {
            var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));

            var both = await AtOnceAsync<object?>(2, async (process, number) => number == 0
                ? await _app.IntrospectAsync(second.AccessToken, on: process)
                : (await _app.RefreshAsync(first.RefreshToken, on: process)).Value);

            // Never both: a pair that was seen in use may not be taken back.
            Assert.Single(both, answer => answer is not null);
            first = both[1] as global::Portal.Identity.Tokens.TokenResponse ?? second;
        }
    }

    [Fact]
    public async Task A17_An_old_refresh_token_whose_successor_was_used_is_refused_and_the_person_can_see_it()
    {
        var first = await _app.SignInAsync();
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));
        await _app.IntrospectAsync(second.AccessToken);

        var replay = await _app.RefreshAsync(first.RefreshToken, requester: A.Requester("203.0.113.66"));

        Assert.Equal("invalid_grant", replay.Error?.Code);
        var noted = await Host.ReadAsync(database => database.SecurityEvents.SingleAsync());
        Assert.Equal((SecurityEvent.RefreshTokenReplayed, _app.User.Id, "203.0.113.66"), (noted.Kind, noted.UserId, noted.IpAddress));
        Assert.True((await _app.RefreshAsync(second.RefreshToken)).Succeeded); // the default: the session goes on (D17)
    }

    [Fact]
    public async Task A17_A_refresh_token_two_generations_old_is_refused_though_its_successors_were_never_used()
    {
        var first = await _app.SignInAsync();
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));
        var third = AnApp.Granted(await _app.RefreshAsync(second.RefreshToken));

        Assert.Equal("invalid_grant", (await _app.RefreshAsync(first.RefreshToken)).Error?.Code);
        Assert.NotNull(await _app.IntrospectAsync(third.AccessToken));
    }

    [Fact]
    public async Task A18_No_refresh_after_the_session_was_ended()
    {
        var tokens = await _app.SignInAsync();
        await Host.ChangeAsync(async database => (await database.OAuthSessions.SingleAsync()).TryFinish(Clock.GetUtcNow()));

        Assert.Equal("invalid_grant", (await _app.RefreshAsync(tokens.RefreshToken)).Error?.Code);
    }

    [Theory]
    [InlineData("locked")]
    [InlineData("deactivated")]
    public async Task A18_A25_An_account_that_cannot_be_used_gets_no_tokens_and_has_none_alive(string state)
    {
        var tokens = await _app.SignInAsync();
        var code = await _app.ConsentAsync();

        await Host.ChangeAsync(async database =>
        {
            var user = await database.Users.SingleAsync();
            if (state == "locked")
            {
                user.Lock(Clock.GetUtcNow());
            }
            else
            {
                user.Deactivate(Clock.GetUtcNow());
            }
        });

        Assert.Equal("invalid_grant", (await _app.RefreshAsync(tokens.RefreshToken)).Error?.Code);
        Assert.Equal("invalid_grant", (await _app.ExchangeAsync(code)).Error?.Code);
        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
        Assert.Null(await _app.IntrospectAsync(tokens.RefreshToken));
    }

    [Fact]
    public async Task A20_A_code_that_was_asked_for_with_a_challenge_cannot_be_redeemed_with_the_challenge()
    {
        var challenge = Pkce.ChallengeOf(Identity.Authorizations.Authorize.Verifier);
        var code = await _app.ConsentAsync(challenge: challenge);

        Assert.False((await _app.ExchangeAsync(code, verifier: challenge)).Succeeded);
        Assert.False((await _app.ExchangeAsync(code)).Succeeded);
    }

    [Fact]
    public async Task The_store_holds_no_token_and_no_code()
    {
        var code = await _app.ConsentAsync();
        var tokens = AnApp.Granted(await _app.ExchangeAsync(code));

        Assert.Equal(TokenFormat.HashOf(code), await Host.ReadAsync(database => database.AuthorizationGrants.Select(grant => grant.CodeHash).SingleAsync()));
        Assert.Equal(TokenFormat.HashOf(tokens.AccessToken), await Host.ReadAsync(database => database.AccessTokens.Select(token => token.Hash).SingleAsync()));
        Assert.Equal(TokenFormat.HashOf(tokens.RefreshToken!), await Host.ReadAsync(database => database.RefreshTokens.Select(token => token.Hash).SingleAsync()));
    }

    public sealed class OnSqlite() : TokenAttacks(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : TokenAttacks(DatabaseProvider.PostgreSql);
}
