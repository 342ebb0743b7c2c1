using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

/// <summary>From which places in the network a sign-in is news to the owner (docs/security/alerts.md).</summary>
public abstract class KnownNetworkTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Home = "192.0.2.1";
    private const string Elsewhere = "198.51.100.7";
    private readonly RefusingHomeserver _homeserver = new();
    private readonly PortalUser _alice = A.User(passwordHash: A.PasswordHash);
    private readonly List<byte[]> _browser = [];

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:RateLimiting:Login:PerIp:Burst"] = "1000",
        ["Portal:RateLimiting:Login:PerAccount:Burst"] = "1000",
        ["Portal:Account:PasswordRecoveryEnabled"] = "true",
    };

    protected override void Change(IServiceCollection services) => _homeserver.AddTo(services);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_alice, A.Email(_alice, "alice@mail.example"));
    }

    [Fact]
    public async Task The_first_network_of_an_account_is_no_news_and_neither_is_a_neighbour_in_it()
    {
        await SignInAsync(Home);
        await SignInAsync("192.0.2.254");
        await SignInAsync("::ffff:192.0.2.77");

        Assert.Empty(await NoticesAsync());
        Assert.Equal(1, await Host.ReadAsync(database => database.KnownNetworks.CountAsync()));
    }

    [Fact]
    public async Task A_known_browser_in_a_new_network_is_told_to_every_address_once()
    {
        await Host.ArrangeAsync(A.Email(_alice, "second@mail.example"));
        await SignInAsync(Home);

        var session = await SignInAsync(Elsewhere);
        await SignInAsync(Elsewhere);
        await SignInAsync(Home);

        var notices = await NoticesAsync();
        Assert.Equal([(NoticeKind.NewNetwork, "alice@mail.example"), (NoticeKind.NewNetwork, "second@mail.example")], notices.Select(notice => (notice.Kind, notice.Address)).Order());
        Assert.All(notices, notice => Assert.Equal(Elsewhere, notice.IpAddress));
        Assert.All(notices, notice => Assert.NotNull(notice.TakeBack));
        var noted = await Host.ReadAsync(database => database.SecurityEvents.SingleAsync());
        Assert.Equal((SecurityEvent.NewNetwork, session, Elsewhere), (noted.Kind, noted.SessionId, noted.IpAddress));
    }

    [Fact]
    public async Task A_new_browser_in_a_new_network_is_one_mail()
    {
        await SignInAsync(Home);

        await SignInAsync(Elsewhere, []);

        Assert.Equal(NoticeKind.NewBrowser, Assert.Single(await NoticesAsync()).Kind);
        await SignInAsync(Elsewhere);
        Assert.Single(await NoticesAsync()); // the owner was told of it
    }

    [Fact]
    public async Task An_app_of_the_legacy_login_is_told_of_like_a_browser()
    {
        await SignInAsync(Home);
        Assert.True((await ALegacyApp.SignInAsync(Host)).Succeeded);
        Assert.Empty(await NoticesAsync());

        Assert.True((await ALegacyApp.SignInAsync(Host, requester: A.Requester(Elsewhere))).Succeeded);

        Assert.Equal((NoticeKind.NewNetwork, Elsewhere), (Assert.Single(await NoticesAsync()).Kind, Host.Mailer.Notices[0].IpAddress));
    }

    [Fact]
    public async Task Proving_it_again_on_a_train_is_no_sign_in()
    {
        var session = await SignInAsync(Home);

        await SignInAsync(Elsewhere, replaced: session);

        Assert.Empty(await NoticesAsync());
        Assert.Equal(1, await Host.ReadAsync(database => database.KnownNetworks.CountAsync()));
    }

    [Fact]
    public async Task A_wrong_password_makes_no_network_known()
    {
        await Host.RunAsync<SignInService>(signIn => signIn.SignInAsync(new SignInCommand("alice", "wrong", A.Requester() with { BrowserKeys = [] }), CancellationToken.None));

        Assert.Equal(0, await Host.ReadAsync(database => database.KnownNetworks.CountAsync()));
    }

    [Fact]
    public async Task Many_sign_ins_at_once_from_one_new_network_are_told_once()
    {
        await SignInAsync(Home);

        await AtOnceAsync(8, (host, _) => SignInAsync(Elsewhere, [.. _browser], on: host));

        Assert.Single(await NoticesAsync());
        Assert.Equal(2, await Host.ReadAsync(database => database.KnownNetworks.CountAsync()));
    }

    [Fact]
    public async Task An_account_that_was_taken_back_trusts_no_network_any_more()
    {
        await SignInAsync(Home);
        await SignInAsync(Elsewhere);
        var ticket = System.Web.HttpUtility.ParseQueryString((await NoticesAsync())[0].TakeBack!.Query)["ticket"]!;

        Assert.IsType<DisputeOutcome.TakenBack>(await Host.RunAsync<AccountDisputes, DisputeOutcome>(disputes => disputes.TakeBackAsync(ticket, "en", A.Requester(), CancellationToken.None)));

        Assert.Equal(0, await Host.ReadAsync(database => database.KnownNetworks.CountAsync()));
    }

    [Fact]
    public async Task Of_more_networks_than_are_known_the_one_that_was_not_used_for_the_longest_is_forgotten()
    {
        await SignInAsync(Home);
        for (var number = 0; number < KnownNetworks.Most; number++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await SignInAsync($"203.0.{number}.1");
        }

        Assert.Equal(KnownNetworks.Most, await Host.ReadAsync(database => database.KnownNetworks.CountAsync()));
        var before = (await NoticesAsync()).Count;
        await SignInAsync(Home);
        Assert.Equal(before + 1, (await NoticesAsync()).Count);
    }

    /// <param name="keys">Of the browser; none for the one that is known.</param>
    private async Task<Guid> SignInAsync(string address, List<byte[]>? keys = null, Guid? replaced = null, IdentityHost? on = null)
    {
        var begun = Assert.IsType<SignInOutcome.SignedIn>(await (on ?? Host).RunAsync<SignInService, SignInOutcome>(
            signIn => signIn.SignInAsync(new SignInCommand("alice", A.Password, A.Requester(address) with { BrowserKeys = keys ?? _browser }, replaced), CancellationToken.None))).Session;
        if (begun.BrowserKey is { } key)
        {
            (keys ?? _browser).Add(key);
        }

        return begun.Session.Id;
    }

    private async Task<IReadOnlyList<NoticeMail>> NoticesAsync()
    {
        await Host.DeliverAsync();
        return Host.Mailer.Notices;
    }

    public sealed class OnSqlite() : KnownNetworkTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : KnownNetworkTests(DatabaseProvider.PostgreSql);
}
