using Microsoft.EntityFrameworkCore;
using Portal.Identity.Authorizations;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Authorizations;

public abstract class AuthorizationServiceTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    private SignedInPerson Person => A.Person(_app.User, _app.Browser);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task A_request_becomes_a_pending_grant_that_can_be_found_with_its_client()
    {
        var pending = Assert.IsType<AuthorizationOutcome.Pending>(await RequestAsync());

        var found = await Host.RunAsync<AuthorizationService, GrantOverview?>(service => service.FindAsync(pending.Grant.Id, CancellationToken.None));

        Assert.Equal((pending.Grant.Id, _app.Client.Id, "xyz", true), (found!.Grant.Id, found.Client.Id, found.Grant.State, found.Grant.IsPending));
        Assert.False(pending.WantsRegistration);
    }

    [Fact]
    public async Task The_language_that_the_client_wished_for_stays_with_the_grant()
    {
        var outcome = await Host.RunAsync<AuthorizationService, AuthorizationOutcome>(service => service.RequestAsync(
            Authorize.Form($"redirect_uri={Uri.EscapeDataString(A.RedirectUri)}&client_id={Ulid.Encode(_app.Client.Id)}&ui_locales=fr%20de"),
            wishes => wishes[1], null, A.Requester(), CancellationToken.None));

        Assert.Equal("de", Assert.IsType<AuthorizationOutcome.Pending>(outcome).Grant.Locale);
    }

    [Fact]
    public async Task Line_25_A_client_that_nobody_knows_is_refused_on_a_page() =>
        Assert.IsType<AuthorizationOutcome.RefusedOnPage>(await RequestAsync("client_id=01ARZ3NDEKTSV4RRFFQ69G5FAV"));

    [Fact]
    public async Task Line_26_A_refusal_goes_back_to_the_client_and_stores_nothing()
    {
        Assert.IsType<AuthorizationOutcome.Answered>(await RequestAsync("prompt=none"));

        Assert.Equal(0, await Host.ReadAsync(database => database.AuthorizationGrants.CountAsync()));
    }

    [Fact]
    public async Task Line_31_What_is_allowed_gives_a_code_that_can_be_exchanged()
    {
        var grant = await PendingAsync();

        var response = await AllowAsync(grant.Id);

        var parameters = response!.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value);
        Assert.Equal(("the state", "https://auth.example/"), (parameters["state"], parameters["iss"]));
        Assert.True((await _app.ExchangeAsync(parameters["code"])).Succeeded);
    }

    [Fact]
    public async Task Line_32_A_decided_grant_cannot_be_decided_again()
    {
        var grant = await PendingAsync();
        Assert.NotNull(await AllowAsync(grant.Id));

        Assert.Null(await AllowAsync(grant.Id));
        Assert.Null(await RefuseAsync(grant.Id));
    }

    [Fact]
    public async Task A_refused_grant_tells_the_client_and_gives_nothing_any_more()
    {
        var grant = await PendingAsync();

        var response = await RefuseAsync(grant.Id);

        Assert.Contains(response!.Parameters, parameter => parameter is { Key: "error", Value: "access_denied" });
        Assert.Null(await AllowAsync(grant.Id));
    }

    [Fact]
    public async Task Of_ten_decisions_at_the_same_moment_one_counts()
    {
        var grant = await PendingAsync();

        var responses = await AtOnceAsync(10, (process, number) => number % 2 == 0 ? AllowAsync(grant.Id, process) : RefuseAsync(grant.Id, process));

        Assert.Single(responses, response => response is not null);
    }

    [Fact]
    public async Task Line_33_The_scope_of_an_administrator_needs_one()
    {
        var grant = await PendingAsync("urn:mas:admin");
        Assert.Null(await AllowAsync(grant.Id));

        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).AllowAdmin(true));

        Assert.NotNull(await AllowAsync(grant.Id));
    }

    [Fact]
    public async Task A_session_that_has_ended_allows_nothing()
    {
        var grant = await PendingAsync();
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None));

        Assert.Null(await AllowAsync(grant.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A25_A78_A_person_who_was_locked_out_or_deleted_meanwhile_allows_nothing(bool locked)
    {
        var grant = await PendingAsync();
        await Host.ChangeAsync(async database =>
        {
            var user = await database.Users.SingleAsync();
            if (locked)
            {
                user.Lock(Clock.GetUtcNow());
            }
            else
            {
                user.Deactivate(Clock.GetUtcNow());
            }
        });

        Assert.Null(await AllowAsync(grant.Id));
    }

    [Fact]
    public async Task A36_A_session_of_somebody_else_allows_nothing_in_ones_name()
    {
        var grant = await PendingAsync();
        var other = A.User("mallory");
        var theirs = A.BrowserSession(other);
        await Host.ArrangeAsync(other, theirs);

        Assert.Null(await AllowAsync(grant.Id, person: Person with { BrowserSessionId = theirs.Id }));
    }

    [Theory]
    [InlineData("prompt=login")]
    [InlineData("max_age=0")]
    public async Task A_request_for_a_fresh_sign_in_is_not_met_by_an_old_one(string change)
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        var grant = Assert.IsType<AuthorizationOutcome.Pending>(await RequestAsync(change)).Grant;
        Assert.Null(await AllowAsync(grant.Id));

        Clock.Advance(TimeSpan.FromSeconds(1));
        var fresh = A.BrowserSession(_app.User, now: Clock.GetUtcNow());
        await Host.ArrangeAsync(fresh);

        Assert.NotNull(await AllowAsync(grant.Id, person: A.Person(_app.User, fresh)));
    }

    [Fact]
    public async Task A_client_is_new_until_somebody_uses_it()
    {
        Assert.True(await IsNewAsync());
        await Host.ArrangeAsync(OAuthSession.Begin(_app.Client.Id, userId: null, browserSessionId: null, A.Scope("openid"), null, null, Clock.GetUtcNow())); // by client credentials
        Assert.True(await IsNewAsync());
        await _app.SignInAsync();
        Assert.False(await IsNewAsync());
    }

    private async Task<AuthorizationGrant> PendingAsync(string scope = A.MatrixScope)
    {
        var grant = A.PendingGrant(_app.Client, scope);
        await Host.ArrangeAsync(grant);
        return grant;
    }

    private Task<AuthorizationOutcome> RequestAsync(string changes = "", SignedInPerson? person = null) => Host.RunAsync<AuthorizationService, AuthorizationOutcome>(service => service.RequestAsync(
        Authorize.Form($"redirect_uri={Uri.EscapeDataString(A.RedirectUri)}&client_id={Ulid.Encode(_app.Client.Id)}&{changes}"), _ => "en", person, A.Requester(), CancellationToken.None));

    private Task<AuthorizationResponse?> AllowAsync(Guid grantId, IdentityHost? on = null, SignedInPerson? person = null) =>
        (on ?? Host).RunAsync<AuthorizationService, AuthorizationResponse?>(service => service.AllowAsync(grantId, person ?? Person, A.Requester(), CancellationToken.None));

    private Task<AuthorizationResponse?> RefuseAsync(Guid grantId, IdentityHost? on = null) =>
        (on ?? Host).RunAsync<AuthorizationService, AuthorizationResponse?>(service => service.RefuseAsync(grantId, CancellationToken.None));

    private Task<bool> IsNewAsync() => Host.RunAsync<AuthorizationService, bool>(service => service.IsNewHereAsync(_app.Client.Id, CancellationToken.None));

    public sealed class OnSqlite() : AuthorizationServiceTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AuthorizationServiceTests(DatabaseProvider.PostgreSql);
}
