using System.Net;
using Portal.Identity.Legacy;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What the homeserver is told of tokens of the legacy login (homeserver contract, sections 6.2 and 11; oauth contract, line 62).</summary>
public abstract class LegacyIntrospectionTests(LegacySite shared) : LegacyTest(shared)
{
    private const string Api = $"{MatrixScopes.StableApi} {MatrixScopes.UnstableApi}";

    [Fact]
    public async Task Line_16_A_token_that_nobody_has_is_inactive_and_a_wrong_secret_is_no_answer()
    {
        Assert.Equal((HttpStatusCode.OK, """{"active":false}"""), Short(await App.IntrospectAsync("syt_nobody")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await App.IntrospectAsync("syt_nobody", secret: "wrong")).Status);
    }

    [Fact]
    public async Task Line_17_Whoever_reads_the_device_from_a_field_finds_it_there_and_not_in_the_scope()
    {
        var login = await App.SignedInAsync(Alice, "\"refresh_token\":true,\"device_id\":\"PHONE\"");

        var token = (await App.IntrospectAsync(login.Text("access_token"))).Json;

        Assert.Equal(["active", "scope", "client_id", "username", "sub", "token_type", "exp", "expires_in", "iat", "nbf", "device_id"], token.Members());
        Assert.Equal((Api, "legacy", Alice, "access_token", "PHONE"), (token.Text("scope"), token.Text("client_id"), token.Text("username"), token.Text("token_type"), token.Text("device_id")));
        Assert.Equal((300, Now.AddMinutes(5).ToUnixTimeSeconds()), (token.GetProperty("expires_in").GetInt64(), token.GetProperty("exp").GetInt64()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("2")]
    public async Task Line_17_Whoever_does_not_finds_it_in_both(string? header)
    {
        var login = await App.SignedInAsync(Alice, "\"device_id\":\"PHONE\"");

        var token = (await App.IntrospectAsync(login.Text("access_token"), supportsDeviceId: header)).Json;

        Assert.Equal(
            ($"{MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}PHONE {MatrixScopes.UnstableApi} {MatrixScopes.UnstableDevicePrefix}PHONE", "PHONE"),
            (token.Text("scope"), token.Text("device_id")));
    }

    [Theory]
    [InlineData("MY PHONE")]
    [InlineData("caf\u00e9")]
    [InlineData("a\\\"b")]
    public async Task Line_17_A_device_that_no_scope_can_name_is_only_for_those_who_read_the_field(string deviceId)
    {
        var login = await App.SignedInAsync(Alice, $"\"device_id\":\"{deviceId}\"");

        Assert.Equal(login.Text("device_id"), (await App.IntrospectAsync(login.Text("access_token"))).Json.Text("device_id"));
        Assert.Equal((HttpStatusCode.OK, """{"active":false}"""), Short(await App.IntrospectAsync(login.Text("access_token"), supportsDeviceId: null)));
    }

    [Theory]
    [InlineData("access_token", true, false)]
    [InlineData("refresh_token", false, true)]
    [InlineData("id_token", false, false)]
    [InlineData(null, true, true)]
    public async Task Line_18_A_wrong_hint_makes_a_token_inactive(string? hint, bool access, bool refresh)
    {
        var login = await App.SignedInAsync(Alice, "\"refresh_token\":true");

        Assert.Equal(access, (await App.IntrospectAsync(login.Text("access_token"), hint)).Json.GetProperty("active").GetBoolean());
        Assert.Equal(refresh, (await App.IntrospectAsync(login.Text("refresh_token"), hint)).Json.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Line_19_What_never_expires_has_no_end()
    {
        var (lasting, refreshing) = (await App.SignedInAsync(Alice), await Another().SignedInAsync(Alice, "\"refresh_token\":true"));

        foreach (var token in (string[])[lasting.Text("access_token"), refreshing.Text("refresh_token")])
        {
            Assert.Empty((await App.IntrospectAsync(token)).Json.Members().Intersect(["exp", "expires_in"]));
        }

        Assert.Equal("refresh_token", (await App.IntrospectAsync(refreshing.Text("refresh_token"))).Json.Text("token_type"));
    }

    [Fact]
    public async Task Line_20_An_imported_session_may_have_power_over_the_homeserver_and_no_device()
    {
        var user = await Site.PersonAsync(NewName());
        var session = LegacySession.Begin(user.Id, null, null, null, null, null, Now, isSynapseAdmin: true);
        await Site.ArrangeAsync(session, LegacyAccessToken.Issue(session.Id, $"syt_{user.UserName}", Now, lifetime: null));

        var token = (await App.IntrospectAsync($"syt_{user.UserName}", supportsDeviceId: null)).Json;

        Assert.Equal($"{Api} urn:synapse:admin:*", token.Text("scope"));
        Assert.DoesNotContain("device_id", token.Members());
    }

    [Fact]
    public async Task No_login_gives_power_over_the_homeserver()
    {
        await ChangeAliceAsync(user => user.AllowAdmin(true));

        var login = await App.SignedInAsync(Alice);

        Assert.Equal(Api, (await App.IntrospectAsync(login.Text("access_token"))).Json.Text("scope"));
    }

    [Fact]
    public async Task A18_The_tokens_of_somebody_who_is_deleted_are_dead()
    {
        var login = await App.SignedInAsync(Alice, "\"refresh_token\":true");
        await ChangeAliceAsync(user => user.Deactivate(Now));

        Assert.False(await App.IsActiveAsync(login.Text("access_token")));
        Assert.False(await App.IsActiveAsync(login.Text("refresh_token")));
    }

    [Fact]
    public async Task A_token_gives_no_claims_about_the_person()
    {
        var login = await App.SignedInAsync(Alice);
        using var request = new HttpRequestMessage(HttpMethod.Get, "oauth2/userinfo");
        request.Headers.Authorization = new("Bearer", login.Text("access_token"));
        using var answer = await Site.Raw().SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static (HttpStatusCode, string) Short(Answer answer) => (answer.Status, answer.Text);

    public sealed class OnSqlite(LegacySite.OnSqlite shared) : LegacyIntrospectionTests(shared), IClassFixture<LegacySite.OnSqlite>;

    public sealed class OnPostgres(LegacySite.OnPostgres shared) : LegacyIntrospectionTests(shared), IClassFixture<LegacySite.OnPostgres>;
}
