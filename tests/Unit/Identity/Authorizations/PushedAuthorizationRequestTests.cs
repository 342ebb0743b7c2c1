using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Retention;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Authorizations;

/// <summary>RFC 9126.</summary>
public abstract class PushedAuthorizationRequestTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task A_pushed_request_becomes_the_grant_that_it_describes()
    {
        var pushed = await PushAsync("nonce=n&scope=openid%20email&prompt=create");

        var pending = Assert.IsType<AuthorizationOutcome.Pending>(await UseAsync(pushed, "&scope=openid%20urn:mas:admin&state=other&prompt=none"));

        Assert.Equal(("email openid", "xyz", "n", A.RedirectUri), (pending.Grant.Scope, pending.Grant.State, pending.Grant.Nonce, pending.Grant.RedirectUri));
        Assert.True(pending.WantsRegistration);
    }

    [Fact]
    public async Task Its_address_is_long_random_and_known_by_its_hash_only()
    {
        var pushed = await PushAsync();

        Assert.Matches("^urn:ietf:params:oauth:request_uri:[A-Za-z0-9]{43}$", pushed.RequestUri);
        Assert.Equal(90, pushed.ExpiresIn);
        var row = await Host.ReadAsync(database => database.PushedAuthorizationRequests.SingleAsync());
        Assert.Equal(TokenFormat.HashOf(pushed.RequestUri), row.UriHash);
        Assert.DoesNotContain(pushed.RequestUri[^43..], row.Parameters + pushed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_credentials_nor_what_nobody_knows_is_kept()
    {
        await PushAsync("client_secret=hush&client_assertion=hush&extra=hush");

        Assert.DoesNotContain("hush", (await Host.ReadAsync(database => database.PushedAuthorizationRequests.SingleAsync())).Parameters, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(89, true)]
    [InlineData(90, false)]
    public async Task It_works_for_90_seconds(int seconds, bool works)
    {
        var pushed = await PushAsync();
        Clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(works, await UseAsync(pushed) is AuthorizationOutcome.Pending);
    }

    [Fact]
    public async Task Another_client_cannot_use_it()
    {
        var thief = A.Client();
        await Host.ArrangeAsync(thief);

        AssertUnknown(await UseAsync(await PushAsync(), client: thief));
    }

    [Theory]
    [InlineData("urn:ietf:params:oauth:request_uri:")]
    [InlineData("urn:ietf:params:oauth:request_uri:nobody-got-this")]
    public async Task An_address_that_nobody_got_ends_on_a_page(string requestUri) => AssertUnknown(await UseAsync(new(requestUri, 90)));

    [Fact]
    public async Task Opened_again_it_goes_on_with_the_same_grant_until_that_is_decided()
    {
        var pushed = await PushAsync();
        var first = Assert.IsType<AuthorizationOutcome.Pending>(await UseAsync(pushed));
        var second = Assert.IsType<AuthorizationOutcome.Pending>(await UseAsync(pushed));
        Assert.Equal(first.Grant.Id, second.Grant.Id);

        await Host.RunAsync<AuthorizationService, AuthorizationResponse?>(service => service.RefuseAsync(first.Grant.Id, CancellationToken.None));

        AssertUnknown(await UseAsync(pushed));
    }

    [Fact]
    public async Task Of_ten_uses_at_the_same_moment_comes_one_grant()
    {
        var pushed = await PushAsync();

        var outcomes = await AtOnceAsync(10, (process, _) => UseAsync(pushed, on: process));

        Assert.Single(outcomes.Select(outcome => Assert.IsType<AuthorizationOutcome.Pending>(outcome).Grant.Id).Distinct());
        Assert.Equal(1, await Host.ReadAsync(database => database.AuthorizationGrants.CountAsync()));
    }

    [Fact]
    public async Task Of_ten_silent_uses_at_the_same_moment_comes_one_code()
    {
        await _app.SignInAsync("openid");
        var pushed = await PushAsync("prompt=none&scope=openid");

        var outcomes = await AtOnceAsync(10, (process, _) => UseAsync(pushed, on: process, person: A.Person(_app.User, _app.Browser)));

        Assert.Single(outcomes, outcome => Assert.IsType<AuthorizationOutcome.Answered>(outcome).Response.Parameters[0].Key == "code");
    }

    [Theory]
    [InlineData("request_uri=urn:ietf:params:oauth:request_uri:x", "invalid_request")]
    [InlineData("redirect_uri=https://evil.example/cb", "invalid_request")]
    [InlineData("scope=", "invalid_request")]
    [InlineData("state=%00", "invalid_request")]
    [InlineData("response_type=token", "unsupported_response_type")]
    [InlineData("request=eyJ", "request_not_supported")]
    [InlineData("code_challenge=", "invalid_request")]
    [InlineData("claims=x", "invalid_request")]
    [InlineData("id_token_hint=x", "invalid_request")]
    public async Task What_authorize_would_refuse_is_refused_at_once_and_not_kept(string change, string error)
    {
        var result = await TryPushAsync(change);

        Assert.Equal((error, 400), (result.Error?.Code, result.Error?.Status));
        Assert.Equal(0, await Host.ReadAsync(database => database.PushedAuthorizationRequests.CountAsync()));
    }

    [Fact]
    public async Task The_limit_of_authorize_counts_here_too()
    {
        for (var request = 0; request < 60; request++)
        {
            await PushAsync();
        }

        Assert.Equal(429, (await TryPushAsync("")).Error?.Status);
    }

    [Fact]
    public async Task A_client_that_wants_only_pushed_requests_is_heard()
    {
        var client = Registration.Register("""{ "require_pushed_authorization_requests": true }""");
        await Host.ArrangeAsync(client);

        var direct = await AskAsync($"client_id={Ulid.Encode(client.Id)}&redirect_uri=https://example.com/cb");
        var pushed = await PushAsync("redirect_uri=https://example.com/cb", client);

        Assert.Contains(new("error", "invalid_request"), Assert.IsType<AuthorizationOutcome.Answered>(direct).Response.Parameters);
        Assert.IsType<AuthorizationOutcome.Pending>(await UseAsync(pushed, client: client));
    }

    [Fact]
    public async Task What_is_over_is_forgotten_and_its_grant_is_not()
    {
        var pushed = await PushAsync();
        await UseAsync(pushed);
        await PushAsync();
        Clock.Advance(PushedAuthorizationRequest.Lifetime + TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        await Host.Services.GetRequiredService<DataRetention>().ApplyAsync(CancellationToken.None);

        Assert.Equal((0, 1), await Host.ReadAsync(async database => (await database.PushedAuthorizationRequests.CountAsync(), await database.AuthorizationGrants.CountAsync())));
    }

    private static void AssertUnknown(AuthorizationOutcome outcome) =>
        Assert.Equal(AuthorizationRefusal.UnknownRequestUri, Assert.IsType<AuthorizationOutcome.RefusedOnPage>(outcome).Refusal.Reason);

    private async Task<PushedAuthorizationResponse> PushAsync(string changes = "", Client? client = null) =>
        await TryPushAsync(changes, client) is { Succeeded: true } result ? result.Value : throw new InvalidOperationException("The request is refused.");

    private Task<OAuthResult<PushedAuthorizationResponse>> TryPushAsync(string changes, Client? client = null) =>
        Host.RunAsync<PushedAuthorizationRequests, OAuthResult<PushedAuthorizationResponse>>(requests => requests.PushAsync(
            client ?? _app.Client, Authorize.Form($"redirect_uri={Uri.EscapeDataString(A.RedirectUri)}&{changes}").Value!, A.Requester(), CancellationToken.None));

    private Task<AuthorizationOutcome> UseAsync(
        PushedAuthorizationResponse pushed, string more = "", Client? client = null, IdentityHost? on = null, SignedInPerson? person = null) =>
        AskAsync($"client_id={Ulid.Encode((client ?? _app.Client).Id)}&request_uri={pushed.RequestUri}&response_type=&redirect_uri=&scope={more}", on, person);

    private Task<AuthorizationOutcome> AskAsync(string changes, IdentityHost? on = null, SignedInPerson? person = null) =>
        (on ?? Host).RunAsync<AuthorizationService, AuthorizationOutcome>(service => service.RequestAsync(Authorize.Form(changes), _ => "en", person, A.Requester(), CancellationToken.None));

    public sealed class OnSqlite() : PushedAuthorizationRequestTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PushedAuthorizationRequestTests(DatabaseProvider.PostgreSql);
}
