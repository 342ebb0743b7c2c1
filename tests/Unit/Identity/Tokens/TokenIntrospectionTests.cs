using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>Section 7.1 of the oauth contract.</summary>
public abstract class TokenIntrospectionTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Line_59_Both_tokens_say_whose_they_are()
    {
        var tokens = await _app.SignInAsync();

        var access = await _app.IntrospectAsync(tokens.AccessToken, "access_token");
        var refresh = await _app.IntrospectAsync(tokens.RefreshToken, "refresh_token");

        Assert.Equal((TokenKind.OAuthAccess, _app.Client.Id, _app.User.Id, "alice"), (access!.Kind, access.ClientId, access.UserId, access.Username));
        Assert.Equal((ManualClock.Start, ManualClock.Start.AddMinutes(5), tokens.Scope), (access.CreatedAt, access.ExpiresAt, access.Scope));
        Assert.Equal((TokenKind.OAuthRefresh, access.SessionId, null), (refresh!.Kind, refresh.SessionId, refresh.ExpiresAt));
        Assert.NotEqual(access.TokenId, refresh.TokenId);
    }

    [Theory]
    [InlineData("access_token", true, false)]
    [InlineData("refresh_token", false, true)]
    [InlineData("id_token", false, false)]
    [InlineData(null, true, true)]
    public async Task Line_59_A_wrong_or_unknown_hint_makes_a_token_inactive(string? hint, bool access, bool refresh)
    {
        var tokens = await _app.SignInAsync();

        Assert.Equal(access, await _app.IntrospectAsync(tokens.AccessToken, hint) is not null);
        Assert.Equal(refresh, await _app.IntrospectAsync(tokens.RefreshToken, hint) is not null);
    }

    [Fact]
    public async Task Line_60_An_access_token_is_good_up_to_its_end_and_a_refresh_token_beyond()
    {
        var tokens = await _app.SignInAsync();

        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(await _app.IntrospectAsync(tokens.AccessToken));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await _app.IntrospectAsync(tokens.RefreshToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1")] // well formed, and nobody's
    [InlineData("mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J2")]
    [InlineData("mct_000000000000000000000000000000_yh9234")]
    [InlineData("syt_YWxpY2U_abc_123")]
    [InlineData("\0")]
    public async Task Line_61_Anything_else_is_inactive(string token) => Assert.Null(await _app.IntrospectAsync(token));

    [Fact]
    public async Task The_answer_is_never_older_than_the_last_change_in_any_process()
    {
        var tokens = await _app.SignInAsync();
        await using var another = Host.Another();
        Assert.NotNull(await _app.IntrospectAsync(tokens.AccessToken, on: another));

        await _app.RevokeAsync(tokens.AccessToken);

        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken, on: another));
        Assert.Null(await _app.IntrospectAsync(tokens.AccessToken));
    }

    [Fact]
    public async Task The_first_use_is_noted_once()
    {
        var tokens = await _app.SignInAsync();
        await _app.IntrospectAsync(tokens.AccessToken);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await _app.IntrospectAsync(tokens.AccessToken);

        Assert.Equal(ManualClock.Start, await Host.ReadAsync(database => database.AccessTokens.Select(token => token.FirstUsedAt).SingleAsync()));
    }

    [Fact]
    public async Task A_negative_answer_and_a_refresh_token_note_nothing()
    {
        var tokens = await _app.SignInAsync();
        await _app.IntrospectAsync(tokens.AccessToken, "refresh_token");
        await _app.IntrospectAsync(tokens.RefreshToken);

        Assert.Null(await Host.ReadAsync(database => database.AccessTokens.Select(token => token.FirstUsedAt).SingleAsync()));
    }

    [Fact]
    public async Task Fifty_first_uses_at_once_are_all_answered()
    {
        var tokens = await _app.SignInAsync();

        var answers = await AtOnceAsync(50, (process, _) => _app.IntrospectAsync(tokens.AccessToken, on: process));

        Assert.All(answers, Assert.NotNull);
    }

    [Fact]
    public async Task The_session_of_a_client_without_a_person_has_no_person()
    {
        var session = global::Portal.Identity.Sessions.OAuthSession.Begin(_app.Client.Id, null, null, ScopeSet.Empty, null, null, Clock.GetUtcNow());
        var token = TokenFormat.Create(TokenKind.OAuthAccess, new SecretGenerator());
        await Host.ArrangeAsync(session, global::Portal.Identity.Tokens.AccessToken.Issue(session.Id, token, Clock.GetUtcNow(), TimeSpan.FromMinutes(5)));

        var record = await _app.IntrospectAsync(token);

        Assert.NotNull(record);
        Assert.Null(record.UserId);
        Assert.Null(record.Username);
    }

    public sealed class OnSqlite() : TokenIntrospectionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : TokenIntrospectionTests(DatabaseProvider.PostgreSql);
}
