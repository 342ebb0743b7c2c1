using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>GET</c> and <c>POST /login</c> (compat contract, sections 2 to 8 and 15).</summary>
public abstract class LoginEndpointTests(LegacySite shared) : LegacyTest(shared)
{
    private const string NoPassword = "Invalid username/password";

    [Theory]
    [InlineData("""{"type":"m.login.password","identifier":{"type":"m.id.user","user":"{name}"},"password":"{0}"}""")]
    [InlineData("""{"type":"m.login.password","identifier":{"type":"m.id.user","user":"{NAME}"},"password":"{0}"}""")]
    [InlineData("""{"type":"m.login.password","identifier":{"type":"m.id.user","user":"@{name}:example.org"},"password":"{0}"}""")]
    [InlineData("""{"type":"m.login.password","user":"{name}","password":"{0}"}""")]
    [InlineData("""{"type":"m.login.password","user":"@{name}:example.org","password":"{0}"}""")]
    [InlineData("""{"type":"m.login.password","identifier":{"type":"m.id.phone"},"user":"{name}","password":"{0}"}""")]
    public async Task Line_6_A_name_and_a_Matrix_ID_sign_in_however_they_are_given(string body)
    {
        var answer = await App.LoginAsync(Filled(body).Replace("{0}", A.Password, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.OK, $"@{Alice}:example.org"), (answer.Status, answer.Json.Text("user_id")));
        Assert.Equal("no-store", answer["Cache-Control"]);
    }

    [Theory]
    [InlineData("@{name}:elsewhere.example")]
    [InlineData("@{name}:EXAMPLE.org")]
    [InlineData("@{name}:example.org:443")]
    [InlineData("@:example.org")]
    [InlineData("a\0b")]
    public async Task Line_7_A_Matrix_ID_of_another_server_is_nobody(string user) =>
        Assert.Equal((403, "M_FORBIDDEN", NoPassword), (await App.PasswordAsync(Filled(user))).Refusal());

    [Fact]
    public async Task Line_8_A45_Whatever_is_wrong_the_bodies_are_identical()
    {
        var (without, deleted) = (NewName(), NewName());
        await Site.ArrangeAsync(A.User(without));
        await Site.PersonAsync(deleted, user => user.Deactivate(Now));

        var answers = new List<Answer>();
        foreach (var (user, password) in ((string, string)[])[(Alice, "wrong"), ("nobody", "wrong"), (without, A.Password), (deleted, A.Password), (deleted, "wrong"), (Alice, "")])
        {
            answers.Add(await Another().PasswordAsync(user, password));
        }

        Assert.All(answers, answer => Assert.Equal((403, answers[0].Text), ((int)answer.Status, answer.Text)));
        Assert.All(answers, answer => Assert.Equal(answers[0].HeaderNames.Order(), answer.HeaderNames.Order()));
        Assert.Equal(0, await ActiveAsync());
    }

    [Fact]
    public async Task A30_A_password_alone_is_not_enough_for_somebody_with_a_second_step()
    {
        var name = NewName();
        await Site.ArrangeAsync(new TwoSteps().RowsOf(await Site.PersonAsync(name)));

        var answer = await App.PasswordAsync(name);

        Assert.Equal((403, "M_FORBIDDEN"), ((int)answer.Status, answer.Json.Text("errcode")));
        Assert.Contains("browser", answer.Json.Text("error"), StringComparison.Ordinal);
        Assert.Equal((403, "M_FORBIDDEN", NoPassword), (await App.PasswordAsync(name, "wrong")).Refusal()); // whoever does not know it learns nothing
    }

    [Fact]
    public async Task Line_9_Somebody_who_is_locked_is_told_so_and_signs_in_when_unlocked()
    {
        await ChangeAliceAsync(user => user.Lock(Now));

        Assert.Equal((401, "M_USER_LOCKED", "User account has been locked"), (await App.PasswordAsync(Alice)).Refusal());
        await UnlockAliceAsync();
        Assert.Equal(HttpStatusCode.OK, (await App.PasswordAsync(Alice)).Status);
    }

    [Fact]
    public async Task A45_A_lock_is_told_only_to_who_has_the_password()
    {
        await ChangeAliceAsync(user => user.Lock(Now));

        Assert.Equal((403, "M_FORBIDDEN", NoPassword), (await App.PasswordAsync(Alice, "wrong")).Refusal());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Line_10_A_deleted_account_is_no_account_locked_or_not(bool locked)
    {
        await ChangeAliceAsync(user =>
        {
            user.Deactivate(Now);
            if (locked)
            {
                user.Lock(Now);
            }
        });

        Assert.Equal((403, "M_FORBIDDEN", NoPassword), (await App.PasswordAsync(Alice)).Refusal());
    }

    [Fact]
    public async Task An_address_is_a_name_that_nobody_has()
    {
        await Site.ChangeAsync(async database => database.Add(A.Email(await database.Users.SingleAsync(user => user.UserName == Alice), $"{Alice}@mail.example")));

        Assert.Equal((403, "M_FORBIDDEN", NoPassword), (await App.PasswordAsync($"{Alice}@mail.example")).Refusal());
    }

    [Fact]
    public async Task Line_13_Without_a_wish_to_refresh_there_is_nothing_to_refresh_with()
    {
        var login = await App.SignedInAsync(Alice);

        Assert.Equal(["access_token", "device_id", "user_id"], login.Members());
        Assert.Equal(TokenKind.LegacyAccess, TokenFormat.Classify(login.Text("access_token")));
        Assert.Matches("^[A-Za-z0-9]{10}$", login.Text("device_id"));
    }

    [Fact]
    public async Task Line_14_With_one_there_is_and_the_time_is_told_in_milliseconds()
    {
        var login = await App.SignedInAsync(Alice, "\"refresh_token\":true");

        Assert.Equal(["access_token", "device_id", "user_id", "refresh_token", "expires_in_ms"], login.Members());
        Assert.Equal((TokenKind.LegacyRefresh, 300_000), (TokenFormat.Classify(login.Text("refresh_token")), login.GetProperty("expires_in_ms").GetInt64()));
    }

    [Fact]
    public async Task Line_16_The_fourth_try_in_a_row_has_to_wait_and_is_told_how_long()
    {
        for (var number = 0; number < 3; number++)
        {
            Assert.Equal(HttpStatusCode.OK, (await App.PasswordAsync(Alice)).Status); // good ones count too
        }

        var answer = await App.PasswordAsync(Alice);

        Assert.Equal((429, "M_LIMIT_EXCEEDED", "Too many login attempts"), answer.Refusal());
        Assert.Equal((20_000, "20"), (answer.Json.GetProperty("retry_after_ms").GetInt32(), answer["Retry-After"]));
        Site.Clock.Jump(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.OK, (await App.PasswordAsync(Alice)).Status);
    }

    [Fact]
    public async Task A45_A31_Names_that_nobody_has_are_limited_too_and_together_with_the_form()
    {
        var browser = Site.Browser(App.Address);
        await browser.SignInAsync("nobody", "wrong");
        await App.PasswordAsync("nobody", "wrong");
        await App.PasswordAsync(Alice, "wrong");

        Assert.Equal(429, (await App.PasswordAsync("nobody", "wrong")).Refusal().Status);
        Assert.Contains("Too many tries for now.", (await browser.SignInAsync(Alice)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Another().PasswordAsync(Alice)).Status);
    }

    [Fact]
    public async Task Line_20_If_the_homeserver_refuses_the_device_nobody_is_signed_in()
    {
        Homeserver.Refusal = RefusingHomeserver.Down;

        Assert.Equal((500, "M_UNKNOWN", "Internal server error"), (await App.PasswordAsync(Alice)).Refusal());

        Assert.Equal((Now, 1), ((await SessionAsync()).FinishedAt, await SyncsAsync()));
        Homeserver.Refusal = null;
        Assert.Equal(HttpStatusCode.OK, (await App.PasswordAsync(Alice)).Status);
    }

    [Fact]
    public async Task Line_20_Whatever_else_breaks_on_the_way_there_does_not_leave_it_half_done_either()
    {
        Homeserver.Refusal = new InvalidOperationException("A fault of ours.");

        Assert.Equal((500, "M_UNKNOWN", "Internal server error"), (await App.PasswordAsync(Alice)).Refusal());

        Assert.Equal((0, 1), (await ActiveAsync(), await SyncsAsync()));
    }

    [Fact]
    public async Task Line_21_A_second_login_with_one_device_leaves_one_session_of_it()
    {
        var first = await App.SignedInAsync(Alice, "\"device_id\":\"MY DEVICE\"");
        var second = await App.SignedInAsync(Alice, "\"device_id\":\"MY DEVICE\"");

        Assert.Equal(("MY DEVICE", "MY DEVICE", 1), (first.Text("device_id"), second.Text("device_id"), await ActiveAsync()));
        Assert.Equal((false, true), (await App.IsActiveAsync(first.Text("access_token")), await App.IsActiveAsync(second.Text("access_token"))));
    }

    [Theory]
    [InlineData(MatrixScopes.StableDevicePrefix)]
    [InlineData(MatrixScopes.UnstableDevicePrefix)]
    public async Task Line_21_Nor_does_an_OAuth_session_of_the_device_stay(string prefix)
    {
        var app = await HttpApp.RegisterAsync(Site);
        var api = prefix == MatrixScopes.StableDevicePrefix ? MatrixScopes.StableApi : MatrixScopes.UnstableApi;
        var tokens = await app.TokensAsync(await Site.SignedInAsync(Alice), $"{api} {prefix}{A.DeviceId}");

        await App.SignedInAsync(Alice, $"\"device_id\":\"{A.DeviceId}\"");

        Assert.False(await App.IsActiveAsync(tokens.Text("access_token")));
        Assert.Equal((0, 1), (await OAuthSessionsAsync(), await ActiveAsync()));
    }

    [Fact]
    public async Task Somebody_elses_device_of_the_same_name_is_left_alone()
    {
        var bob = NewName();
        await Site.PersonAsync(bob);
        await App.SignedInAsync(Alice, "\"device_id\":\"PHONE\"");
        await App.SignedInAsync(bob, "\"device_id\":\"PHONE\"");

        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task Line_22_The_homeserver_has_the_device_before_anybody_gets_a_token()
    {
        var stored = 0;
        Homeserver.BeforeDevice = async () => stored = await ActiveAsync();

        var login = await App.SignedInAsync(Alice, "\"initial_device_display_name\":\" Element on Linux \"");

        Assert.Equal((Alice, login.Text("device_id"), "Element on Linux"), Assert.Single(Devices));
        Assert.Equal((1, "Element on Linux"), (stored, (await SessionAsync()).HumanName));
    }

    [Fact]
    public async Task Line_27_A42_The_address_that_is_recorded_is_the_one_that_a_trusted_proxy_tells()
    {
        App.UserAgent = "Element/1.11 (Linux)";
        App.Address = "203.0.113.77";

        await App.SignedInAsync(Alice);

        var session = await SessionAsync();
        Assert.Equal(("203.0.113.77", "Element/1.11 (Linux)", Now), (session.LastActiveIp, session.UserAgent, session.LastActiveAt));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\\u0000b")]
    public async Task A_device_id_that_the_homeserver_never_takes_is_refused(string deviceId) =>
        Assert.Equal((400, "M_INVALID_PARAM"), Short(await App.PasswordAsync(Alice, more: $"\"device_id\":\"{deviceId}\"")));

    [Theory]
    [InlineData(255, 200)]
    [InlineData(256, 400)]
    public async Task A_device_id_has_at_most_255_characters(int length, int status)
    {
        var characters = string.Concat(Enumerable.Repeat("\U0001F4F1", length)); // each is two in this program, and one to the homeserver

        Assert.Equal(status, (int)(await App.PasswordAsync(Alice, more: $"\"device_id\":\"{characters}\"")).Status);
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    public async Task A_device_name_has_at_most_100_characters(int length, int status) =>
        Assert.Equal(status, (int)(await App.PasswordAsync(Alice, more: $"\"initial_device_display_name\":\"{string.Concat(Enumerable.Repeat("\U0001F4F1", length))}\"")).Status);

    [Theory]
    [InlineData("a\\u0000b", 400)]
    [InlineData("a\\nb", 400)]
    [InlineData("", 200)]
    [InlineData("   ", 200)]
    public async Task A65_A_device_name_has_no_control_characters_and_may_be_empty(string name, int status)
    {
        Assert.Equal(status, (int)(await App.PasswordAsync(Alice, more: $"\"initial_device_display_name\":\"{name}\"")).Status);
        Assert.All(Devices, device => Assert.Null(device.Name));
    }

    [Fact]
    public async Task A77_No_secret_is_stored_as_it_is_nor_logged()
    {
        var login = await App.SignedInAsync(Alice, "\"refresh_token\":true");

        var session = await SessionAsync();
        Assert.Equal(TokenFormat.HashOf(login.Text("access_token")), await Site.ReadAsync(database => database.LegacyAccessTokens.Where(token => token.SessionId == session.Id).Select(token => token.Hash).SingleAsync()));
        Assert.Equal(TokenFormat.HashOf(login.Text("refresh_token")), await Site.ReadAsync(database => database.LegacyRefreshTokens.Where(token => token.SessionId == session.Id).Select(token => token.Hash).SingleAsync()));
        Assert.DoesNotContain(Site.Log.Lines, line => line.Message.Contains(login.Text("access_token")[4..], StringComparison.Ordinal) || line.Message.Contains(A.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hash_of_an_older_scheme_is_replaced_at_a_login()
    {
        var old = new global::Portal.Identity.Accounts.Passwords.PasswordSchemes(new SecretGenerator(), hasArgon2: false).Hash(A.Password);
        await ChangeAliceAsync(user => user.PasswordHash = old);

        await App.SignedInAsync(Alice);

        Assert.StartsWith("$argon2id$", await Site.ReadAsync(database => database.Users.Where(user => user.UserName == Alice).Select(user => user.PasswordHash).SingleAsync()), StringComparison.Ordinal);
    }

    private Task<int> OAuthSessionsAsync() =>
        Site.ReadAsync(database => database.OAuthSessions.CountAsync(session => session.FinishedAt == null && database.Users.Any(user => user.Id == session.UserId && user.UserName == Alice)));

    private string Filled(string text) => text.Replace("{name}", Alice, StringComparison.Ordinal).Replace("{NAME}", Alice.ToUpperInvariant(), StringComparison.Ordinal);

    private static (int, string?) Short(Answer answer) => ((int)answer.Status, answer.Json.GetProperty("errcode").GetString());

    public sealed class OnSqlite(LegacySite.OnSqlite shared) : LoginEndpointTests(shared), IClassFixture<LegacySite.OnSqlite>;

    public sealed class OnPostgres(LegacySite.OnPostgres shared) : LoginEndpointTests(shared), IClassFixture<LegacySite.OnPostgres>;
}

/// <summary>The same where the operator chose otherwise.</summary>
public sealed class LoginSettingsTests
{
    [Fact]
    public async Task Line_12_Where_nobody_signs_in_with_a_password_no_app_does()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Passwords:Enabled"] = "false" });
        await site.PersonAsync("alice");
        var app = new LegacyApp(site);

        Assert.Equal((400, "M_UNKNOWN", "Invalid login type"), (await app.PasswordAsync("alice")).Refusal());
        Assert.Equal(["m.login.sso", "m.login.token"], (await app.SendAsync(HttpMethod.Get, "login")).Json.GetProperty("flows").EnumerateArray().Select(flow => flow.Text("type")));
    }

    [Theory]
    [InlineData("""{"type":"m.id.user","user":"Alice@mail.example"}""", 200)]
    [InlineData("""{"type":"m.id.thirdparty","medium":"email","address":"Alice@mail.example"}""", 200)]
    [InlineData("""{"type":"m.id.thirdparty","medium":"email","address":"bob@mail.example"}""", 403)]
    [InlineData("""{"type":"m.id.thirdparty","medium":"email","address":"alice"}""", 403)] // a name is no address
    [InlineData("""{"type":"m.id.thirdparty","medium":"email"}""", 400)]
    [InlineData("""{"type":"m.id.thirdparty","medium":"msisdn","address":"441234567890"}""", 400)]
    [InlineData("""{"type":"m.id.email","address":"alice@mail.example"}""", 400)]
    public async Task An_address_signs_in_exactly_where_it_does_in_the_form(string identifier, int status)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:LoginWithEmailAllowed"] = "true" });
        await site.ArrangeAsync(A.Email(await site.PersonAsync("alice"), "alice@mail.example"));

        Assert.Equal(status, (int)(await new LegacyApp(site).LoginAsync($$"""{"type":"m.login.password","identifier":{{identifier}},"password":"{{A.Password}}"}""")).Status);
    }

    [Theory]
    [InlineData("Portal:Policy:Data:Requester:BannedIps:0", "198.51.100.0/24")]
    [InlineData("Portal:Policy:Data:Requester:BannedUserAgents:Substrings:0", "Bad")]
    public async Task Whom_the_policy_bans_gets_nothing(string setting, string value)
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { [setting] = value });
        await site.PersonAsync("alice");
        var app = new LegacyApp(site) { Address = "198.51.100.9", UserAgent = "Bad/1.0" };

        Assert.Equal((403, "M_FORBIDDEN", "Login denied by the policy enforced by this service"), (await app.PasswordAsync("alice")).Refusal());
    }

    [Fact]
    public async Task The_time_of_an_access_token_is_the_configured_one()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Tokens:CompatAccessTtl"] = "00:10:00" });
        await site.PersonAsync("alice");

        Assert.Equal(600_000, (await new LegacyApp(site).SignedInAsync("alice", "\"refresh_token\":true")).GetProperty("expires_in_ms").GetInt64());
    }
}
