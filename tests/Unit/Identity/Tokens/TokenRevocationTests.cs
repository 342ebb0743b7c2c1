using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>Section 7.2 of the oauth contract.</summary>
public abstract class TokenRevocationTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Line_63_Revoking_either_token_ends_the_session_and_again_is_no_error(bool access)
    {
        var tokens = await _app.SignInAsync();
        var revoked = access ? tokens.AccessToken : tokens.RefreshToken;

        Assert.Null(await _app.RevokeAsync(revoked));

        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
        Assert.Equal("invalid_grant", (await _app.RefreshAsync(tokens.RefreshToken)).Error?.Code);
        Assert.Null(await _app.RevokeAsync(revoked));
    }

    [Fact]
    public async Task Line_64_Revoking_what_was_rotated_away_does_not_hurt_the_live_session()
    {
        var first = await _app.SignInAsync();
        var second = AnApp.Granted(await _app.RefreshAsync(first.RefreshToken));

        Assert.Null(await _app.RevokeAsync(first.AccessToken));
        Assert.Null(await _app.RevokeAsync(first.RefreshToken));
        Assert.NotNull(await _app.IntrospectAsync(second.AccessToken));

        Assert.Null(await _app.RevokeAsync(second.RefreshToken));
        Assert.Null(await _app.IntrospectAsync(second.AccessToken));
    }

    [Fact]
    public async Task Line_65_Another_client_is_not_authorized_and_ends_nothing()
    {
        var other = A.Client();
        await Host.ArrangeAsync(other);
        var tokens = await _app.SignInAsync();

        Assert.Equal(("unauthorized_client", 401), await _app.RevokeAsync(tokens.AccessToken, by: other) is { } error ? (error.Code, error.Status) : default);
        Assert.NotNull(await _app.IntrospectAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task D23_A_revocation_that_names_no_client_is_honoured()
    {
        var tokens = await _app.SignInAsync();

        Assert.Null(await _app.RevokeNamelesslyAsync(tokens.RefreshToken));

        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
    }

    [Theory]
    [InlineData("access_token", null, false)]
    [InlineData("refresh_token", null, true)]
    [InlineData("id_token", "unsupported_token_type", true)]
    public async Task A_hint_must_fit(string hint, string? error, bool alive)
    {
        var tokens = await _app.SignInAsync();

        Assert.Equal(error, (await _app.RevokeAsync(tokens.AccessToken, hint))?.Code);
        Assert.Equal(alive, await _app.IntrospectAsync(tokens.AccessToken) is not null);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1")]
    [InlineData("mpt_abcdefghijklmnopqrstuvwxyz0123_FOT553")]
    public async Task What_is_no_token_of_ours_is_no_error(string token) => Assert.Null(await _app.RevokeAsync(token));

    [Fact]
    public async Task A_malformed_token_is_no_error_whatever_the_hint() => Assert.Null(await _app.RevokeAsync("garbage", "id_token"));

    [Fact]
    public async Task A_request_without_token_is_incomplete() => Assert.Equal("invalid_request", (await _app.RevokeAsync(null))?.Code);

    [Fact]
    public async Task An_expired_access_token_ends_nothing()
    {
        var tokens = await _app.SignInAsync();
        Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Null(await _app.RevokeAsync(tokens.AccessToken));

        Assert.NotNull(await _app.IntrospectAsync(tokens.RefreshToken));
    }

    [Fact]
    public async Task Of_a_refresh_and_a_revocation_at_the_same_moment_no_half_pair_is_left()
    {
        for (var round = 0; round < 5; round++)
        {
            var tokens = await _app.SignInAsync();

            var refreshed = await AtOnceAsync(2, async (process, number) =>
            {
                if (number == 0)
                {
                    return (await _app.RefreshAsync(tokens.RefreshToken, on: process)).Value;
                }

                await _app.RevokeAsync(tokens.RefreshToken);
                return null;
            });

            // Either the revocation came first, or the token was rotated away and the revocation did not concern the session any more.
            var pair = refreshed[0];
            Assert.True(pair is null || await _app.IsLiveAsync(pair.RefreshToken) == await _app.IsLiveAsync(pair.AccessToken));
            Assert.False(await _app.IsLiveAsync(tokens.AccessToken));
        }
    }

    public sealed class OnSqlite() : TokenRevocationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : TokenRevocationTests(DatabaseProvider.PostgreSql);
}
