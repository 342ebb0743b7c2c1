using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>Section 6.4 of the oauth contract, step by step.</summary>
public abstract class DeviceCodeTokenGrantTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task A_request_without_device_code_is_incomplete() =>
        Assert.Equal("invalid_request", (await AnApp.TokenAsync(Host, _app.Client, ("grant_type", GrantTypes.DeviceCode))).Error?.Code);

    [Fact]
    public async Task An_unknown_device_code_is_refused()
    {
        var result = await AnApp.TokenAsync(Host, _app.Client, ("grant_type", GrantTypes.DeviceCode), ("device_code", "nobody got this code"));

        Assert.Equal(("invalid_grant", 400), (result.Error?.Code, result.Error?.Status));
    }

    [Fact]
    public async Task A_user_code_is_no_device_code()
    {
        var device = await DeviceAsync(allow: true);

        var result = await AnApp.TokenAsync(Host, _app.Client, ("grant_type", GrantTypes.DeviceCode), ("device_code", device.UserCode));

        Assert.Equal("invalid_grant", result.Error?.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_client_is_refused_whatever_was_decided_and_uses_nothing_up(bool allow)
    {
        var device = await DeviceAsync(allow);
        var thief = A.Client();
        await Host.ArrangeAsync(thief);

        var stolen = await device.PollAsync(by: thief);

        Assert.Equal(("invalid_grant", 400), (stolen.Error?.Code, stolen.Error?.Status));
        Assert.Equal(allow ? null : "authorization_pending", (await device.PollAsync()).Error?.Code);
    }

    [Fact]
    public async Task Line_57_Nobody_has_decided() => Assert.Equal(("authorization_pending", 403), await (await DeviceAsync()).PollErrorAsync());

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // expiry is looked at before anything else
    public async Task Line_57_After_an_hour_the_code_has_expired(bool allow)
    {
        var device = await DeviceAsync(allow);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(("expired_token", 403), await device.PollErrorAsync());
    }

    [Fact]
    public async Task Line_57_The_person_did_not_allow_it()
    {
        var device = await DeviceAsync();
        await device.RejectAsync();

        Assert.Equal(("access_denied", 403), await device.PollErrorAsync());
        Assert.Equal(0, await Host.ReadAsync(database => database.OAuthSessions.CountAsync()));
    }

    [Fact]
    public async Task Line_57_What_is_allowed_gives_tokens_once()
    {
        var device = await DeviceAsync(allow: true, scope: $"{A.MatrixScope} openid");

        var response = AnApp.Granted(await device.PollAsync());

        Assert.Equal(("Bearer", 300, $"openid {A.MatrixScope}"), (response.TokenType, response.ExpiresIn, response.Scope));
        Assert.NotNull(await _app.IntrospectAsync(response.AccessToken));
        Assert.True((await _app.RefreshAsync(response.RefreshToken)).Succeeded);
        Assert.NotNull(response.IdToken);
        Assert.Equal(("invalid_grant", 400), await device.PollErrorAsync());
    }

    [Fact]
    public async Task Line_57_The_ID_token_says_what_a_device_needs_and_no_more()
    {
        var response = AnApp.Granted(await (await DeviceAsync(allow: true, scope: "openid")).PollAsync());

        var claims = JsonElement.Parse(Base64UrlEncoder.Decode(response.IdToken!.Split('.')[1]));
        Assert.Equal(Ulid.Encode(_app.User.Id), claims.GetProperty("sub").GetString());
        Assert.Equal(["at_hash", "aud", "exp", "iat", "iss", "sid", "sub"], claims.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Line_57_Without_openid_there_is_no_ID_token() => Assert.Null(AnApp.Granted(await (await DeviceAsync(allow: true)).PollAsync()).IdToken);

    [Fact]
    public async Task An_empty_scope_is_left_out_of_the_answer() => Assert.Null(AnApp.Granted(await (await DeviceAsync(allow: true, scope: "")).PollAsync()).Scope);

    [Fact]
    public async Task Line_57_A_client_that_did_not_register_refresh_tokens_gets_none_and_none_is_stored()
    {
        var app = await AnApp.ArrangeAsync(
            Host, Registration.Register($$"""{ "grant_types": ["{{GrantTypes.DeviceCode}}"], "redirect_uris": null, "response_types": [] }"""), username: "bob");
        var device = await ADevice.RequestAsync(Host, app);
        Assert.True(await device.AllowAsync());

        var response = AnApp.Granted(await device.PollAsync());

        Assert.Null(response.RefreshToken);
        Assert.NotNull(await app.IntrospectAsync(response.AccessToken));
        Assert.Equal(0, await Host.ReadAsync(database => database.RefreshTokens.CountAsync()));
    }

    [Fact]
    public async Task The_session_is_that_of_the_client_the_person_and_the_browser_that_allowed_it()
    {
        var device = await DeviceAsync(allow: true);

        await device.PollAsync();

        var session = await Host.ReadAsync(database => database.OAuthSessions.SingleAsync());
        var grant = await Host.ReadAsync(database => database.DeviceCodeGrants.SingleAsync());
        Assert.Equal((_app.Client.Id, _app.User.Id, _app.Browser.Id, A.DeviceId), (session.ClientId, session.UserId, session.BrowserSessionId, session.DeviceId));
        Assert.Equal((session.Id, Clock.GetUtcNow()), (grant.OAuthSessionId, grant.ExchangedAt));
    }

    [Fact]
    public async Task D21_A_browser_session_that_has_ended_gives_nothing()
    {
        var device = await DeviceAsync(allow: true);
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));

        Assert.Equal(("invalid_grant", 400), await device.PollErrorAsync());
    }

    [Fact]
    public async Task D22_A_device_that_asks_too_often_is_slowed_down_until_it_waits()
    {
        var device = await DeviceAsync();
        Assert.Equal(("authorization_pending", 403), await device.PollErrorAsync());

        Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(("slow_down", 403), await device.PollErrorAsync());
        Clock.Advance(TimeSpan.FromSeconds(9)); // it should have waited 10 by now, and is to wait 15
        Assert.Equal(("slow_down", 403), await device.PollErrorAsync());
        Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(("authorization_pending", 403), await device.PollErrorAsync());
    }

    [Fact]
    public async Task D22_A_decision_is_told_at_once_however_often_the_device_asked()
    {
        var device = await DeviceAsync();
        await device.PollAsync();
        await device.PollAsync();
        await device.AllowAsync();

        Assert.True((await device.PollAsync()).Succeeded);
    }

    [Fact]
    public async Task Questions_and_an_answer_at_the_same_moment_lose_neither()
    {
        var device = await DeviceAsync();

        var results = await AtOnceAsync(20, async (process, number) => number == 10 ? await device.AllowAsync(process) : (await device.PollAsync(process)).Succeeded);

        Assert.True(results[10]);
        Assert.True(results.Count(result => result) == 2 || (await device.PollAsync()).Succeeded);
    }

    private async Task<ADevice> DeviceAsync(bool allow = false, string scope = A.MatrixScope)
    {
        var device = await ADevice.RequestAsync(Host, _app, scope);
        Assert.True(!allow || await device.AllowAsync());
        return device;
    }

    public sealed class OnSqlite() : DeviceCodeTokenGrantTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DeviceCodeTokenGrantTests(DatabaseProvider.PostgreSql);
}
