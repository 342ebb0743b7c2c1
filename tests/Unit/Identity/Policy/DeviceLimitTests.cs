using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

/// <summary>How many apps one person may be signed in to (policy contract, section 5.3; oauth contract, section 5.3).</summary>
public abstract class DeviceLimitTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Sessions:Limit:SoftLimit"] = "3",
        ["Portal:Sessions:Limit:MaxSessionThreshold"] = "5",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(3, 1)]
    [InlineData(5, 3)]
    [InlineData(6, null)] // above the threshold nobody is limited
    public async Task Line_34_Whoever_has_as_many_as_the_limit_has_to_remove_some_first(int used, int? toRemove)
    {
        await Host.ArrangeAsync(Enumerable.Range(0, used).Select(_ => A.OAuthSession(_app.Client, _app.User)));

        var objections = await CheckAsync();

        Assert.Equal(toRemove, objections is [var only] ? only.DevicesToRemove : null);
        Assert.Equal(toRemove is null, objections.Count == 0);
    }

    [Fact]
    public async Task Only_active_apps_of_the_person_count()
    {
        var other = await AnApp.ArrangeAsync(Host, username: "mallory");
        var ended = Enumerable.Range(0, 5).Select(_ => A.OAuthSession(_app.Client, _app.User)).ToList();
        ended.ForEach(session => session.TryFinish(ManualClock.Start));
        await Host.ArrangeAsync([.. ended, .. Enumerable.Range(0, 4).Select(_ => A.OAuthSession(_app.Client, other.User)), .. Enumerable.Range(0, 4).Select(_ => A.BrowserSession(_app.User)), A.OAuthSession(_app.Client, _app.User)]);

        Assert.Equal(new DeviceUse(1, 3), await Host.RunAsync<DeviceLimit, DeviceUse?>(limit => limit.FindAsync(_app.User.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task What_else_stands_against_it_is_told_too()
    {
        await Host.ArrangeAsync(Enumerable.Range(0, 3).Select(_ => A.OAuthSession(_app.Client, _app.User)));

        Assert.Equal([0, 1], (await CheckAsync("openid urn:mas:admin")).Select(objection => objection.DevicesToRemove));
    }

    private Task<IReadOnlyList<GrantObjection>> CheckAsync(string scope = A.MatrixScope) => Host.RunAsync<GrantPolicy, IReadOnlyList<GrantObjection>>(
        policy => policy.CheckAsync(A.Scope(scope), GrantTypes.AuthorizationCode, _app.User.Id, A.Requester(), CancellationToken.None));

    public sealed class OnSqlite() : DeviceLimitTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DeviceLimitTests(DatabaseProvider.PostgreSql);
}

/// <summary>What follows from the numbers (flows contract, sections 8.3 and 9.6).</summary>
public sealed class DeviceUseTests
{
    [Theory]
    [InlineData(0, 1, false, false, 0)]
    [InlineData(1, 1, true, true, 1)]
    [InlineData(0, 10, false, false, 0)]
    [InlineData(7, 10, false, false, 0)]
    [InlineData(8, 10, true, false, 0)]
    [InlineData(10, 10, true, true, 1)]
    [InlineData(12, 10, true, true, 3)]
    [InlineData(8, 11, true, false, 0)] // a fifth of 11 is rounded up to 3
    [InlineData(7, 11, false, false, 0)]
    [InlineData(5, int.MaxValue, false, false, 0)]
    public void A_fifth_before_the_limit_it_is_nearly_full(int used, int limit, bool nearly, bool full, int toRemove)
    {
        var use = new DeviceUse(used, limit);

        Assert.Equal((nearly, full, toRemove), (use.IsNearlyFull, use.IsFull, use.ToRemove));
    }

    [Theory]
    [InlineData("SoftLimit", 0)]
    [InlineData("MaxSessionThreshold", -1)]
    public void A_limit_below_one_stops_the_start_by_name(string key, int value) => Assert.Contains(
        $"Portal:Sessions:Limit:{key} is {value}", Configured.StartErrors($$"""{ "Sessions": { "Limit": { "{{key}}": {{value}} } } }""", services => services.AddPolicy()), StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_limit_there_is_none()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var host = new IdentityHost(database);
        var app = await AnApp.ArrangeAsync(host);

        Assert.Null(await host.RunAsync<DeviceLimit, DeviceUse?>(limit => limit.FindAsync(app.User.Id, CancellationToken.None)));
    }
}
