using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Identity.Authorizations;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>Section 6.1 of the oauth contract, step by step.</summary>
public abstract class AuthorizationCodeGrantTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Line_40_A_fulfilled_code_gives_tokens_for_five_minutes()
    {
        var response = AnApp.Granted(await _app.ExchangeAsync(await _app.ConsentAsync()));

        Assert.Equal(TokenKind.OAuthAccess, TokenFormat.Classify(response.AccessToken));
        Assert.Equal(TokenKind.OAuthRefresh, TokenFormat.Classify(response.RefreshToken));
        Assert.Equal(("Bearer", 300), (response.TokenType, response.ExpiresIn));
        Assert.Equal(A.Scope(A.MatrixScope).ToString(), response.Scope);
    }

    [Fact]
    public async Task Line_41_The_same_code_again_at_once_is_refused_and_the_first_tokens_stay_good()
    {
        var code = await _app.ConsentAsync();
        var first = AnApp.Granted(await _app.ExchangeAsync(code));

        Clock.Advance(TimeSpan.FromSeconds(20));
        var second = await _app.ExchangeAsync(code);

        Assert.Equal("invalid_grant", second.Error?.Code);
        Assert.NotNull(await _app.IntrospectAsync(first.AccessToken));
    }

    [Fact]
    public async Task Step_3_The_same_code_again_after_20_seconds_ends_the_session_and_tells_the_person()
    {
        var code = await _app.ConsentAsync();
        var first = AnApp.Granted(await _app.ExchangeAsync(code));

        Clock.Advance(TimeSpan.FromSeconds(21));
        var second = await _app.ExchangeAsync(code);

        Assert.Equal("invalid_grant", second.Error?.Code);
        Assert.Null(await _app.IntrospectAsync(first.AccessToken));
        Assert.Null(await _app.IntrospectAsync(first.RefreshToken));
        var told = await Host.ReadAsync(database => database.SecurityEvents.SingleAsync());
        Assert.Equal((_app.User.Id, SecurityEvent.AuthorizationCodeReplayed), (told.UserId, told.Kind));
    }

    [Fact]
    public async Task Step_3_A_session_that_is_over_already_changes_nothing_about_the_answer()
    {
        var code = await _app.ConsentAsync();
        var first = AnApp.Granted(await _app.ExchangeAsync(code));
        await _app.RevokeAsync(first.AccessToken);

        Clock.Advance(TimeSpan.FromMinutes(5));
        var second = await _app.ExchangeAsync(code);

        Assert.Equal("invalid_grant", second.Error?.Code);
        Assert.Empty(await Host.ReadAsync(database => database.SecurityEvents.ToListAsync()));
    }

    [Fact]
    public async Task Step_1_An_unknown_code_is_refused()
    {
        var result = await _app.ExchangeAsync("nobody got this code");

        Assert.Equal(("invalid_grant", 400), (result.Error?.Code, result.Error?.Status));
    }

    [Fact]
    public async Task A_request_without_code_is_incomplete() =>
        Assert.Equal("invalid_request", (await AnApp.TokenAsync(Host, _app.Client, ("grant_type", "authorization_code"))).Error?.Code);

    [Theory]
    [InlineData(10 * 60, "invalid_grant")]
    [InlineData((10 * 60) - 1, null)]
    [InlineData(15 * 60, "invalid_grant")] // the contract's own figure
    public async Task Line_42_A_code_works_for_ten_minutes_after_consent(int seconds, string? error)
    {
        var code = await _app.ConsentAsync();
        Clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(error, (await _app.ExchangeAsync(code)).Error?.Code);
    }

    [Fact]
    public async Task Step_5_Another_client_is_not_authorized_and_uses_nothing_up()
    {
        var thief = A.Client();
        await Host.ArrangeAsync(thief);
        var code = await _app.ConsentAsync();

        var stolen = await _app.ExchangeAsync(code, by: thief);

        Assert.Equal(("unauthorized_client", 401), (stolen.Error?.Code, stolen.Error?.Status));
        Assert.True((await _app.ExchangeAsync(code)).Succeeded);
    }

    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong", "invalid_grant")]
    [InlineData(Authorize.Verifier, null)]
    public async Task Line_43_A_code_with_a_challenge_needs_its_verifier(string? verifier, string? error)
    {
        var code = await _app.ConsentAsync(challenge: Authorize.Challenge);

        Assert.Equal(error, (await _app.ExchangeAsync(code, verifier)).Error?.Code);
    }

    [Theory]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX ")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXkdBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXkdBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    public async Task Line_44_A_malformed_verifier_is_refused(string verifier)
    {
        var code = await _app.ConsentAsync(challenge: Authorize.Challenge);

        Assert.Equal(("invalid_grant", 400), ((await _app.ExchangeAsync(code, verifier)).Error is { } error ? (error.Code, error.Status) : default));
    }

    [Fact]
    public async Task Step_6_A_verifier_for_a_code_without_challenge_is_refused() =>
        Assert.Equal("invalid_request", (await _app.ExchangeAsync(await _app.ConsentAsync(), Authorize.Verifier)).Error?.Code);

    [Theory]
    [InlineData(null, null)]
    [InlineData(A.RedirectUri, null)]
    [InlineData(A.RedirectUri + "/", "invalid_grant")]
    public async Task Step_7_A_redirect_uri_that_is_given_must_be_that_of_the_grant(string? redirectUri, string? error) =>
        Assert.Equal(error, (await _app.ExchangeAsync(await _app.ConsentAsync(), redirectUri: redirectUri)).Error?.Code);

    [Fact]
    public async Task Step_8_A_browser_session_that_has_ended_blocks_its_codes()
    {
        var code = await _app.ConsentAsync();
        await Host.ChangeAsync(async database => (await database.BrowserSessions.SingleAsync()).TryFinish(Clock.GetUtcNow()));

        Assert.Equal("invalid_grant", (await _app.ExchangeAsync(code)).Error?.Code);
    }

    [Fact]
    public async Task Step_9_The_session_is_that_of_the_client_the_person_and_their_browser()
    {
        await _app.SignInAsync();

        var session = await Host.ReadAsync(database => database.OAuthSessions.SingleAsync());
        Assert.Equal((_app.Client.Id, _app.User.Id, _app.Browser.Id), (session.ClientId, session.UserId, session.BrowserSessionId));
        Assert.Equal((A.DeviceId, "Example/1.0", "192.0.2.1"), (session.DeviceId, session.UserAgent, session.LastActiveIp));
    }

    [Fact]
    public async Task A_refused_exchange_leaves_no_session_and_no_token_behind()
    {
        await _app.ExchangeAsync(await _app.ConsentAsync(), redirectUri: "https://elsewhere.example/");

        Assert.Equal((0, 0), await Host.ReadAsync(async database => (await database.OAuthSessions.CountAsync(), await database.AccessTokens.CountAsync())));
    }

    public sealed class OnSqlite() : AuthorizationCodeGrantTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AuthorizationCodeGrantTests(DatabaseProvider.PostgreSql);
}
