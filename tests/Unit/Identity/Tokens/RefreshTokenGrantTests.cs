using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>Section 6.2 of the oauth contract, step by step.</summary>
public abstract class RefreshTokenGrantTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly CommandCounter _commands = new();
    private AnApp _app = null!;

    protected override void Change(IServiceCollection services) => _commands.AddTo(services);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Line_46_A_refresh_gives_a_new_pair_and_the_old_access_token_is_dead_at_once()
    {
        var first = await _app.SignInAsync($"openid {A.MatrixScope}");

        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));

        Assert.NotNull(await _app.IntrospectAsync(second.AccessToken));
        Assert.NotNull(await _app.IntrospectAsync(second.RefreshToken));
        Assert.Null(await _app.IntrospectAsync(first.AccessToken));
        Assert.Null(await _app.IntrospectAsync(first.RefreshToken));
        Assert.Null(second.IdToken);
        Assert.Equal((first.Scope, 300), (second.Scope, second.ExpiresIn));
    }

    [Fact]
    public async Task A_refresh_costs_no_context_and_the_other_way_one_read_and_one_commit()
    {
        var first = await _app.SignInAsync();
        var (reads, commits) = (_commands.Reads, _commands.Commits);

        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));
        Assert.Equal((0, 0), (_commands.Reads - reads, _commands.Commits - commits));

        AnApp.Granted(await _app.RefreshAsync(second.RefreshToken, requester: A.Requester(userAgent: "Example/2.0")));
        Assert.Equal((1, 1), (_commands.Reads - reads, _commands.Commits - commits));
    }

    [Fact]
    public async Task Line_47_Once_the_new_access_token_was_seen_the_old_refresh_token_is_refused_and_the_new_one_works()
    {
        var first = await _app.SignInAsync();
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));
        await _app.IntrospectAsync(second.AccessToken);

        Assert.Equal(("invalid_grant", 400), ((await _app.RefreshAsync(first.RefreshToken)).Error is { } error ? (error.Code, error.Status) : default));
        Assert.True((await _app.RefreshAsync(second.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task Line_48_A_lost_response_may_be_asked_for_again_and_its_pair_dies()
    {
        var first = await _app.SignInAsync();
        var lost = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));

        var again = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));

        Assert.NotEqual(lost.AccessToken, again.AccessToken);
        Assert.NotEqual(lost.RefreshToken, again.RefreshToken);
        Assert.Null(await _app.IntrospectAsync(lost.AccessToken));
        Assert.Equal("invalid_grant", (await _app.RefreshAsync(lost.RefreshToken)).Error?.Code);
        Assert.NotNull(await _app.IntrospectAsync(again.AccessToken));
    }

    [Fact]
    public async Task Step_4_A_response_may_be_lost_more_than_once()
    {
        var first = await _app.SignInAsync();
        for (var loss = 0; loss < 3; loss++)
        {
            await _app.RefreshAsync(first.RefreshToken);
        }

        var received = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));

        Assert.NotNull(await _app.IntrospectAsync(received.AccessToken));
    }

    [Fact]
    public async Task Step_4_A_successor_whose_access_token_was_purged_counts_as_unused()
    {
        var first = await _app.SignInAsync();
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));
        var hash = TokenFormat.HashOf(second.AccessToken);
        await Host.ChangeAsync(database => database.AccessTokens.Where(token => token.Hash == hash).ExecuteDeleteAsync());

        Assert.True((await _app.RefreshAsync(first.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task Step_4_A_consumed_token_whose_successor_was_purged_is_refused()
    {
        var first = await _app.SignInAsync();
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));
        var hash = TokenFormat.HashOf(second.RefreshToken!);
        await Host.ChangeAsync(database => database.RefreshTokens.Where(token => token.Hash == hash).ExecuteDeleteAsync());

        Assert.Equal("invalid_grant", (await _app.RefreshAsync(first.RefreshToken)).Error?.Code);
    }

    [Fact]
    public async Task Step_1_An_unknown_token_is_refused() =>
        Assert.Equal("invalid_grant", (await _app.RefreshAsync("mar_abcdefghijklmnopqrstuvwxyz0123_07fk9G")).Error?.Code);

    [Fact]
    public async Task An_access_token_is_no_refresh_token() =>
        Assert.Equal("invalid_grant", (await _app.RefreshAsync((await _app.SignInAsync()).AccessToken)).Error?.Code);

    [Fact]
    public async Task A_request_without_refresh_token_is_incomplete() =>
        Assert.Equal("invalid_request", (await _app.RefreshAsync(null)).Error?.Code);

    [Fact]
    public async Task Step_2_The_token_of_another_client_is_refused_and_stays_good()
    {
        var other = A.Client();
        await Host.ArrangeAsync(other);
        var tokens = await _app.SignInAsync();

        Assert.Equal(("invalid_grant", 400), ((await _app.RefreshAsync(tokens.RefreshToken, by: other)).Error is { } error ? (error.Code, error.Status) : default));
        Assert.True((await _app.RefreshAsync(tokens.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task Step_5_The_session_notes_user_agent_address_and_time()
    {
        var tokens = await _app.SignInAsync();
        Clock.Advance(TimeSpan.FromHours(1));

        await _app.RefreshAsync(tokens.RefreshToken, requester: A.Requester("198.51.100.7", "Example/2.0"));

        var session = await Host.ReadAsync(database => database.OAuthSessions.SingleAsync());
        Assert.Equal(("Example/2.0", "198.51.100.7", Clock.GetUtcNow()), (session.UserAgent, session.LastActiveIp, session.LastActiveAt));
    }

    [Fact]
    public async Task Refresh_tokens_do_not_expire()
    {
        var tokens = await _app.SignInAsync();
        Clock.Advance(TimeSpan.FromDays(1000));

        Assert.True((await _app.RefreshAsync(tokens.RefreshToken)).Succeeded);
    }

    public sealed class OnSqlite() : RefreshTokenGrantTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RefreshTokenGrantTests(DatabaseProvider.PostgreSql);
}
