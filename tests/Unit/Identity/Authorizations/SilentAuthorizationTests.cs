using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Authorizations;

/// <summary><c>prompt=none</c> (OpenID Connect Core §3.1.2.1 and §3.1.2.6; oauth contract, line 26).</summary>
public abstract class SilentAuthorizationTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    private SignedInPerson Person => A.Person(_app.User, _app.Browser);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task Line_26_Without_a_session_somebody_must_sign_in() => Assert.Equal("login_required", Error(await AskAsync(null)));

    [Fact]
    public async Task Who_has_allowed_nothing_yet_must_be_asked()
    {
        Assert.Equal("consent_required", Error(await AskAsync(Person)));
        Assert.Equal(0, await Host.ReadAsync(database => database.AuthorizationGrants.CountAsync()));
    }

    [Theory]
    [InlineData("openid email", "openid", null)]
    [InlineData("openid email", "email openid", null)]
    [InlineData("openid", "openid email", "consent_required")]
    [InlineData("openid urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ", "openid urn:matrix:client:api:*", null)]
    [InlineData("openid urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ", "openid urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ", "consent_required")] // a device is always asked for
    [InlineData("openid", "openid phone", "access_denied")] // and the policy comes first
    public async Task What_was_allowed_before_needs_no_question(string before, string scope, string? error)
    {
        await _app.SignInAsync(before);

        var response = await AskAsync(Person, scope: scope);

        Assert.Equal(error, Error(response));
        Assert.Equal("xyz", Value(response, "state"));
        if (error is null)
        {
            Assert.True((await _app.ExchangeAsync(Value(response, "code")!, Authorize.Verifier)).Succeeded);
        }
    }

    [Theory]
    [InlineData("openid", """{"userinfo":{"email":null}}""", "consent_required")]
    [InlineData("openid email", """{"id_token":{"email":null}}""", null)]
    public async Task A_claim_that_was_not_told_before_needs_consent_like_a_scope(string before, string claims, string? error)
    {
        await _app.SignInAsync(before);

        Assert.Equal(error, Error(await AskAsync(Person, $"claims={Uri.EscapeDataString(claims)}")));
    }

    [Fact]
    public async Task A_claim_that_was_told_before_needs_none()
    {
        var code = await _app.ConsentAsync("openid", claims: new RequestedClaims([], ["email"]));
        AnApp.Granted(await _app.ExchangeAsync(code));

        Assert.Null(Error(await AskAsync(Person, $"claims={Uri.EscapeDataString("""{"userinfo":{"email":null}}""")}")));
    }

    [Fact]
    public async Task Two_sessions_together_are_no_consent_to_both()
    {
        await _app.SignInAsync("openid");
        await _app.SignInAsync("email");

        Assert.Equal("consent_required", Error(await AskAsync(Person, scope: "openid email")));
    }

    [Fact]
    public async Task Consent_ends_with_the_session_that_came_of_it()
    {
        await _app.RevokeAsync((await _app.SignInAsync("openid")).AccessToken);

        Assert.Equal("consent_required", Error(await AskAsync(Person)));
    }

    [Fact]
    public async Task What_was_allowed_to_another_client_or_by_somebody_else_counts_for_nothing()
    {
        var (client, user) = (A.Client(), A.User("bob"));
        var browser = A.BrowserSession(user);
        await Host.ArrangeAsync(client, user, browser);
        await Host.ArrangeAsync(A.OAuthSession(client, _app.User), OAuthSession.Begin(_app.Client.Id, user.Id, browser.Id, A.Scope("openid"), null, null, Clock.GetUtcNow()));

        Assert.Equal("consent_required", Error(await AskAsync(Person)));
    }

    [Theory]
    [InlineData(59, null)]
    [InlineData(61, "login_required")]
    public async Task A_sign_in_that_is_older_than_max_age_must_be_repeated(int age, string? error)
    {
        await _app.SignInAsync("openid");
        Clock.Advance(TimeSpan.FromSeconds(age));

        Assert.Equal(error, Error(await AskAsync(Person, "max_age=60")));
    }

    [Fact]
    public async Task Renewals_replace_one_another_so_that_ending_what_is_left_ends_the_consent()
    {
        await SignInAsync("openid");
        var last = "";
        for (var renewal = 0; renewal < 5; renewal++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            last = AnApp.Granted(await RenewAsync()).AccessToken;
        }

        Assert.Equal(1, await LiveSessionsAsync());
        await _app.RevokeAsync(last);
        Assert.Equal("consent_required", Error(await AskAsync(Person)));
    }

    [Fact]
    public async Task A_renewal_leaves_what_another_tab_is_using()
    {
        await SignInAsync("openid");
        var other = AnApp.Granted(await RenewAsync()).AccessToken;

        await RenewAsync();

        Assert.True(await _app.IsLiveAsync(other));
    }

    [Theory]
    [InlineData("openid email", "openid", false)] // more than the renewal has
    [InlineData("openid", "openid email", true)]
    [InlineData("openid urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ", "openid urn:matrix:client:api:*", false)] // a device
    public async Task A_renewal_replaces_only_what_it_covers_and_no_device(string before, string renewed, bool replaces)
    {
        var first = await SignInAsync(before);
        await SignInAsync("openid email");
        Clock.Advance(TimeSpan.FromHours(1));

        AnApp.Granted(await RenewAsync(renewed));

        Assert.Equal(replaces, !(await _app.RefreshAsync(first.RefreshToken)).Succeeded);
    }

    [Fact]
    public async Task A_renewal_replaces_nothing_of_another_browser_another_app_or_another_person()
    {
        await SignInAsync("openid");
        var elsewhere = A.BrowserSession(_app.User);
        var (client, user) = (A.Client(), A.User("bob"));
        var theirs = A.BrowserSession(user);
        await Host.ArrangeAsync(elsewhere, client, user, theirs);
        await Host.ArrangeAsync(
            Begin(_app.Client, _app.User, elsewhere), Begin(client, _app.User, _app.Browser), Begin(_app.Client, user, theirs));
        Clock.Advance(TimeSpan.FromHours(1));

        AnApp.Granted(await RenewAsync());

        Assert.Equal(4, await LiveSessionsAsync());
    }

    [Fact]
    public async Task What_the_person_allows_on_the_page_replaces_nothing()
    {
        await SignInAsync("openid");
        Clock.Advance(TimeSpan.FromHours(1));

        await SignInAsync("openid");

        Assert.Equal(2, await LiveSessionsAsync());
    }

    [Fact]
    public async Task A_session_that_has_just_ended_is_none()
    {
        await _app.SignInAsync("openid");
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));

        Assert.Equal("login_required", Error(await AskAsync(Person)));
    }

    [Fact]
    public async Task A_hint_lets_only_its_own_person_answer_however_old_it_is()
    {
        var token = (await _app.SignInAsync("openid")).IdToken!;
        var other = A.User("bob");
        var theirs = A.BrowserSession(other);
        await Host.ArrangeAsync(other, theirs);
        Clock.Advance(TimeSpan.FromDays(365));

        Assert.Null(Error(await AskAsync(Person, $"id_token_hint={token}")));
        Assert.Equal("login_required", Error(await AskAsync(A.Person(other, theirs), $"id_token_hint={token}")));
    }

    [Fact]
    public async Task A_hint_that_is_not_ours_or_another_clients_is_refused()
    {
        var token = (await _app.SignInAsync("openid")).IdToken!;
        var other = await AnApp.ArrangeAsync(Host, A.Client(), "bob");
        var theirs = (await other.SignInAsync("openid")).IdToken!;
        var parts = token.Split('.');

        foreach (var hint in (string[])["nonsense", theirs, $"{parts[0]}.{theirs.Split('.')[1]}.{parts[2]}", $"eyJhbGciOiJub25lIn0.{parts[1]}."])
        {
            Assert.Equal("invalid_request", Error(await AskAsync(Person, $"id_token_hint={hint}")));
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/cb", ClientAuthMethod.None, "interaction_required")]
    [InlineData("com.example:/cb", ClientAuthMethod.None, "interaction_required")]
    [InlineData("http://127.0.0.1:8000/cb", ClientAuthMethod.Basic, null)]
    public async Task A_client_that_any_program_could_play_is_never_answered_unseen(string redirectUri, string method, string? error)
    {
        var client = Authorize.StaticClient(method, redirectUri);
        await Host.ArrangeAsync(client, OAuthSession.Begin(client.Id, _app.User.Id, _app.Browser.Id, A.Scope("openid"), null, null, Clock.GetUtcNow()));

        Assert.Equal(error, Error(await AskAsync(Person, $"redirect_uri={redirectUri}&client_id={Ulid.Encode(client.Id)}")));
    }

    [Fact]
    public async Task Too_many_are_told_to_the_client_and_not_on_a_page()
    {
        await _app.SignInAsync("openid");
        for (var request = 0; request < 60; request++)
        {
            Assert.Null(Error(await AskAsync(Person)));
        }

        Assert.Equal("temporarily_unavailable", Error(await AskAsync(Person)));
    }

    [Fact]
    public async Task A_hint_makes_everybody_else_sign_in_first()
    {
        var token = (await _app.SignInAsync("openid")).IdToken!;
        var other = A.User("bob");
        var theirs = A.BrowserSession(other);
        await Host.ArrangeAsync(other, theirs);
        var pending = Assert.IsType<AuthorizationOutcome.Pending>(await RequestAsync(A.Person(other, theirs), $"id_token_hint={token}"));

        Assert.Null(await AllowAsync(pending.Grant, A.Person(other, theirs)));
        Assert.NotNull(await AllowAsync(pending.Grant, Person));
    }

    /// <summary>As it is on the page: the person takes a moment.</summary>
    private async Task<TokenResponse> SignInAsync(string scope)
    {
        var pending = Assert.IsType<AuthorizationOutcome.Pending>(await RequestAsync(Person, $"scope={Uri.EscapeDataString(scope)}"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var answer = await AllowAsync(pending.Grant, Person);
        return AnApp.Granted(await _app.ExchangeAsync(Value(answer!, "code")!, Authorize.Verifier));
    }

    private async Task<OAuthResult<TokenResponse>> RenewAsync(string scope = "openid") =>
        await _app.ExchangeAsync(Value(await AskAsync(Person, scope: scope), "code")!, Authorize.Verifier);

    private Task<int> LiveSessionsAsync() => Host.ReadAsync(database => database.OAuthSessions.CountAsync(session => session.FinishedAt == null));

    private OAuthSession Begin(Client client, PortalUser user, BrowserSession browser) =>
        OAuthSession.Begin(client.Id, user.Id, browser.Id, A.Scope("openid"), null, null, Clock.GetUtcNow());

    private Task<AuthorizationResponse?> AllowAsync(AuthorizationGrant grant, SignedInPerson person) =>
        Host.RunAsync<AuthorizationService, AuthorizationResponse?>(service => service.AllowAsync(grant.Id, person, A.Requester(), CancellationToken.None));

    private async Task<AuthorizationResponse> AskAsync(SignedInPerson? person, string changes = "", string scope = "openid") =>
        Assert.IsType<AuthorizationOutcome.Answered>(await RequestAsync(person, $"prompt=none&scope={Uri.EscapeDataString(scope)}&{changes}")).Response;

    private Task<AuthorizationOutcome> RequestAsync(SignedInPerson? person, string changes) => Host.RunAsync<AuthorizationService, AuthorizationOutcome>(service => service.RequestAsync(
        Authorize.Form($"redirect_uri={Uri.EscapeDataString(A.RedirectUri)}&client_id={Ulid.Encode(_app.Client.Id)}&{changes}"), _ => "en", person, A.Requester(), CancellationToken.None));

    private static string? Error(AuthorizationResponse response) => Value(response, "error");

    private static string? Value(AuthorizationResponse response, string name) =>
        response.Parameters.Where(parameter => parameter.Key == name).Select(parameter => parameter.Value).SingleOrDefault();

    public sealed class OnSqlite() : SilentAuthorizationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SilentAuthorizationTests(DatabaseProvider.PostgreSql);
}
