using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Clients;
using Portal.Identity.Jose;
using Portal.Identity.Logout;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Logout;

/// <summary>OpenID Connect Back-Channel Logout 1.0: who is told, when, and what.</summary>
public abstract class BackchannelLogoutTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly OneShotServer _server = new("HTTP/1.1 204 No Content\r\n\r\n");
    private AnApp _app = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Outbound:AllowedNetworks:0"] = "127.0.0.1",
        ["Portal:Outbound:AllowInsecure"] = "true",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host, Listening($"http://127.0.0.1:{_server.Port}/logout"));
    }

    public override async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_signs_out_of_the_browser_signs_out_of_the_apps_that_listen()
    {
        await _app.SignInAsync("openid");
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));

        await Host.DeliverAsync();

        var request = Assert.Single(_server.Requests);
        Assert.StartsWith("POST /logout HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/x-www-form-urlencoded", request, StringComparison.Ordinal);
        var token = request.Split("logout_token=")[1];
        Assert.True(CompactJwt.TryParse(token, out var jwt) && Host.Keys.Verifies(jwt));
        Assert.Equal("""{"alg":"RS256","kid":"KEY","typ":"logout\u002Bjwt"}""", Base64UrlEncoder.Decode(token.Split('.')[0]).Replace(jwt.KeyId!, "KEY", StringComparison.Ordinal));
        var claims = JsonElement.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]));
        Assert.Equal(["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"], claims.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            (Ulid.Encode(_app.Client.Id), Ulid.Encode(_app.Browser.Id), Ulid.Encode(_app.User.Id), A.Issuer.Issuer),
            (claims.GetProperty("aud").GetString(), claims.GetProperty("sid").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("iss").GetString()));
        Assert.Equal("""{"http://schemas.openid.net/event/backchannel-logout":{}}""", claims.GetProperty("events").GetRawText());
        Assert.Equal(120, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task The_ID_token_names_the_session_that_the_logout_token_will_name()
    {
        var tokens = await _app.SignInAsync("openid");

        Assert.Equal(Ulid.Encode(_app.Browser.Id), JsonElement.Parse(Base64UrlEncoder.Decode(tokens.IdToken!.Split('.')[1])).GetProperty("sid").GetString());
    }

    [Fact]
    public async Task Signing_one_app_out_tells_it_and_no_other()
    {
        await _app.SignInAsync("openid");
        var other = await AnApp.ArrangeAsync(Host, Listening($"http://127.0.0.1:{_server.Port}/other"), "bob");
        await other.SignInAsync("openid");
        var session = await Host.ReadAsync(database => database.OAuthSessions.Where(row => row.ClientId == _app.Client.Id).Select(row => row.Id).SingleAsync());

        await Host.RunAsync<AccountSessions>(sessions => sessions.EndAsync(_app.User.Id, SessionSelection.Of(new SessionReference(AccountSessionKind.OAuth, session)), CancellationToken.None));

        Assert.Equal(_app.Client.Id, Assert.Single(await NoticesAsync()).ClientId);
    }

    [Fact]
    public async Task Everywhere_else_is_one_notice_for_each_browser_that_the_app_was_allowed_in()
    {
        await _app.SignInAsync("openid");
        await _app.SignInAsync("openid"); // the same browser again
        var second = A.BrowserSession(_app.User);
        await Host.ArrangeAsync(second);

        await Host.RunAsync<AccountSessions, int>(sessions => sessions.EndOthersAsync(_app.User.Id, second.Id, CancellationToken.None));

        Assert.Equal(new LogoutNotice(_app.Client.Id, _app.User.Id, _app.Browser.Id), Assert.Single(await NoticesAsync()));
    }

    [Fact]
    public async Task Nobody_is_told_what_they_did_themselves_or_did_not_ask_for()
    {
        var silent = await AnApp.ArrangeAsync(Host, username: "carol");
        await silent.SignInAsync("openid");
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(silent.Browser.Id, CancellationToken.None));
        var tokens = await _app.SignInAsync("openid");
        await _app.RevokeAsync(tokens.RefreshToken);
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));

        Assert.Empty(await NoticesAsync());
    }

    [Fact]
    public async Task Of_many_sign_outs_at_once_one_tells_the_app()
    {
        await _app.SignInAsync("openid");

        await AtOnceAsync(8, async (process, _) =>
        {
            await process.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));
            return true;
        });

        Assert.Single(await NoticesAsync());
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", true)]
    public async Task What_the_app_refuses_is_over_and_what_it_cannot_take_now_comes_again(string answer, bool givenUp)
    {
        await using var server = new OneShotServer(answer);
        var app = await AnApp.ArrangeAsync(Host, Listening($"http://127.0.0.1:{server.Port}/"), "dave");
        await app.SignInAsync("openid");
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(app.Browser.Id, CancellationToken.None));

        await Host.DeliverAsync();

        var message = Assert.Single(await MessagesAsync());
        Assert.Equal((givenUp, null), (message.FailedAt is not null, message.CompletedAt));
        Assert.Single(server.Requests);
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Host.DeliverAsync();
        Assert.Equal(givenUp ? 1 : 2, server.Requests.Count);
    }

    [Fact]
    public async Task A62_an_address_inside_is_never_spoken_to()
    {
        var app = await AnApp.ArrangeAsync(Host, Listening("http://10.0.0.1/"), "erin");
        await app.SignInAsync("openid");
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(app.Browser.Id, CancellationToken.None));

        await Host.DeliverAsync();

        Assert.NotNull(Assert.Single(await MessagesAsync()).FailedAt);
    }

    private static Client Listening(string address) => Client.Configure(
        Guid.CreateVersion7(ManualClock.Start), new ConfiguredClient(ClientAuthMethod.None, [A.RedirectUri], "Example", "https://app.example/") { BackchannelLogoutUri = address }, null, ManualClock.Start);

    private async Task<List<LogoutNotice>> NoticesAsync() => [.. (await MessagesAsync()).Select(message => message.Read<LogoutNotice>())];

    private Task<List<OutboxMessage>> MessagesAsync() =>
        Host.ReadAsync(database => database.Outbox.AsNoTracking().Where(message => message.Kind == SendLogoutToken.MessageKind).ToListAsync());

    public sealed class OnSqlite() : BackchannelLogoutTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : BackchannelLogoutTests(DatabaseProvider.PostgreSql);
}
