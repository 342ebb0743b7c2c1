using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Identity.Clients;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

/// <summary>Sessions that end because nobody uses them (flows contract, section 14.4).</summary>
public abstract class InactivityExpiryTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly TimeSpan Ttl = TimeSpan.FromDays(7);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private AnApp _app = null!;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Sessions:InactivityExpiry:Ttl"] = "7.00:00:00" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host, Registration.Register());
    }

    [Fact]
    public async Task What_nobody_used_for_the_time_ends_with_its_tokens()
    {
        var tokens = await _app.SignInAsync();

        await ApplyAfterAsync(Ttl);
        Assert.Equal((1, 1), await ActiveAsync());
        await ApplyAfterAsync(Moment);

        Assert.Equal((0, 0), await ActiveAsync());
        Assert.False((await _app.RefreshAsync(tokens.RefreshToken)).Succeeded);
        Assert.Equal(Clock.GetUtcNow(), await Host.ReadAsync(database => database.OAuthSessions.Select(session => session.FinishedAt).SingleAsync()));
    }

    [Fact]
    public async Task What_was_used_in_between_goes_on()
    {
        var tokens = await _app.SignInAsync();
        Clock.Advance(Ttl - Moment);
        Assert.True((await _app.RefreshAsync(tokens.RefreshToken)).Succeeded);

        await ApplyAfterAsync(Ttl - Moment);

        Assert.Equal((1, 0), await ActiveAsync());
    }

    [Fact]
    public async Task What_an_app_of_the_configuration_or_a_service_on_its_own_does_never_ends_so()
    {
        var configured = A.Client();
        var service = OAuthSession.Begin(_app.Client.Id, null, null, A.Scope("urn:mas:graphql:*"), null, null, ManualClock.Start);
        await Host.ArrangeAsync(configured, A.OAuthSession(configured, _app.User), service);

        await ApplyAfterAsync(Ttl * 10);

        Assert.Equal((2, 0), await ActiveAsync());
    }

    [Fact]
    public async Task Line_39_Open_pages_of_the_owner_hear_of_it()
    {
        var heard = 0;
        using var listening = Host.Services.GetRequiredService<SessionChanges>().Subscribe(_app.User.Id, () => heard++);

        await ApplyAfterAsync(Ttl + Moment);

        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task More_than_a_batch_ends_in_one_run_by_two_processes_at_once()
    {
        await Host.ArrangeAsync(Enumerable.Range(0, (2 * InactivityExpiry.BatchSize) + 1).Select(_ => A.OAuthSession(_app.Client, _app.User)));
        Clock.Advance(Ttl + Moment);

        await AtOnceAsync(2, async (process, _) =>
        {
            await process.Services.GetRequiredService<InactivityExpiry>().ApplyAsync(CancellationToken.None);
            return true;
        });

        Assert.Equal((0, 0), await ActiveAsync());
    }

    private async Task ApplyAfterAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Host.Services.GetRequiredService<InactivityExpiry>().ApplyAsync(CancellationToken.None);
    }

    private async Task<(int Apps, int Browsers)> ActiveAsync() => (
        await Host.ReadAsync(database => database.OAuthSessions.CountAsync(session => session.FinishedAt == null)),
        await Host.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.FinishedAt == null)));

    public sealed class OnSqlite() : InactivityExpiryTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : InactivityExpiryTests(DatabaseProvider.PostgreSql);
}

/// <summary>Each kind has a switch, and by default nothing ends so.</summary>
public sealed class InactivityExpiryOptionsTests
{
    [Theory]
    [InlineData("00:09:59")]
    [InlineData("90.00:00:01")]
    [InlineData("-1.00:00:00")]
    public void A_time_that_is_too_short_or_too_long_stops_the_start_by_name(string ttl) => Assert.Contains(
        $"Portal:Sessions:InactivityExpiry:Ttl is {ttl}", Configured.StartErrors($$"""{ "Sessions": { "InactivityExpiry": { "Ttl": "{{ttl}}" } } }""", Add), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Sessions": { "InactivityExpiry": { "Ttl": "00:10:00" } } }""")]
    [InlineData("""{ "Sessions": { "InactivityExpiry": { "Ttl": "90.00:00:00", "ExpireUserSessions": false } } }""")]
    public void Everything_between_is_good(string portal) => Assert.Empty(Configured.StartErrors(portal, Add));

    [Theory]
    [InlineData(null, true, true, 1, 1)]
    [InlineData("01:00:00", false, true, 1, 0)]
    [InlineData("01:00:00", true, false, 0, 1)]
    [InlineData("01:00:00", false, false, 1, 1)]
    public async Task Only_what_is_switched_on_ends(string? ttl, bool apps, bool browsers, int appsLeft, int browsersLeft)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var host = new IdentityHost(database, new Dictionary<string, string?>
        {
            ["Portal:Sessions:InactivityExpiry:Ttl"] = ttl,
            ["Portal:Sessions:InactivityExpiry:ExpireOAuthSessions"] = $"{apps}",
            ["Portal:Sessions:InactivityExpiry:ExpireUserSessions"] = $"{browsers}",
        });
        var app = await AnApp.ArrangeAsync(host, Registration.Register());
        await host.ArrangeAsync(A.OAuthSession(app.Client, app.User));
        host.Clock.Advance(TimeSpan.FromDays(1));

        await host.Services.GetRequiredService<InactivityExpiry>().ApplyAsync(CancellationToken.None);

        Assert.Equal(
            (appsLeft, browsersLeft),
            (await host.ReadAsync(rows => rows.OAuthSessions.CountAsync(session => session.FinishedAt == null)), await host.ReadAsync(rows => rows.BrowserSessions.CountAsync(session => session.FinishedAt == null))));
    }

    private static void Add(IServiceCollection services) => services.AddInactivityExpiry();
}
