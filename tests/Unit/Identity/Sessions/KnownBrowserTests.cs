using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

/// <summary>Which sign-ins an owner is told of (docs/security/alerts.md).</summary>
public abstract class KnownBrowserTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _alice = A.User(passwordHash: A.PasswordHash);
    private readonly List<byte[]> _known = [];
    private readonly List<byte[]> _other = [];

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:RateLimiting:Login:PerIp:Burst"] = "1000",
        ["Portal:RateLimiting:Login:PerAccount:Burst"] = "1000",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_alice, A.Email(_alice, "alice@mail.example"));
    }

    [Fact]
    public async Task The_first_browser_of_an_account_is_no_news_and_neither_is_any_that_was_used_before()
    {
        await SignInAsync(_known);
        Clock.Advance(TimeSpan.FromDays(3));
        await SignInAsync(_known);

        Assert.Empty(await NoticesAsync());
        var known = await Host.ReadAsync(database => database.KnownBrowsers.SingleAsync());
        Assert.Equal(TimeSpan.FromDays(3), known.LastSeenAt - known.FirstSeenAt);
    }

    [Fact]
    public async Task A_new_browser_is_told_to_every_address_and_marked()
    {
        await Host.ArrangeAsync(A.Email(_alice, "second@mail.example"));
        await SignInAsync(_known);

        var first = await SignInAsync(_other);
        await SignInAsync(_other);

        Assert.Equal([(NoticeKind.NewBrowser, "alice@mail.example"), (NoticeKind.NewBrowser, "second@mail.example")], (await NoticesAsync()).Select(notice => (notice.Kind, notice.Address)).Order());
        Assert.Equal(first, await Host.ReadAsync(database => database.BrowserSessions.Where(session => session.IsNewBrowser).Select(session => session.Id).SingleAsync()));
    }

    [Fact]
    public async Task A_browser_that_knows_one_account_is_new_to_another_and_nothing_stored_connects_them()
    {
        var bob = A.User("bob", A.PasswordHash);
        await Host.ArrangeAsync(bob, A.Email(bob, "bob@mail.example"));
        await SignInAsync(_other, "bob");
        await SignInAsync(_known);

        await SignInAsync(_known, "bob");
        await SignInAsync(_known);
        await SignInAsync(_known, "bob");

        Assert.Equal("bob@mail.example", Assert.Single(await NoticesAsync()).Address);
        Assert.Equal(3, (await Host.ReadAsync(database => database.KnownBrowsers.Select(browser => browser.Hash).ToListAsync())).Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(2, _known.Count);
    }

    [Fact]
    public async Task A39_A_key_that_somebody_left_in_a_browser_makes_none_of_theirs_known()
    {
        var mallory = A.User("mallory", A.PasswordHash);
        await Host.ArrangeAsync(mallory);
        await SignInAsync(_other, "mallory");
        List<byte[]> left = [.. _other];
        await SignInAsync(_known);
        await SignInAsync(left); // where mallory sat before, and left the keys that they kept a copy of
        var before = (await NoticesAsync()).Count;

        await SignInAsync(_other); // mallory's own browser, with the password

        Assert.Equal(before + 1, (await NoticesAsync()).Count);
    }

    [Fact]
    public async Task Proving_it_again_in_a_session_is_no_sign_in()
    {
        await SignInAsync(_known);
        var session = await SignInAsync(_other);
        await NoticesAsync();

        List<byte[]> lost = []; // the cookie was lost, the session was not
        await SignInAsync(lost, replaced: session);

        Assert.Single(await NoticesAsync());
        Assert.Empty(lost);
    }

    [Fact]
    public async Task A_wrong_password_makes_no_browser_known()
    {
        await Host.RunAsync<SignInService>(signIn => signIn.SignInAsync(new SignInCommand("alice", "wrong", Requester(_known)), CancellationToken.None));

        Assert.Equal(0, await Host.ReadAsync(database => database.KnownBrowsers.CountAsync()));
    }

    [Fact]
    public async Task Many_sign_ins_at_once_in_one_known_browser_are_no_news()
    {
        await SignInAsync(_known);

        await AtOnceAsync(8, (host, _) => SignInAsync([.. _known], on: host));

        Assert.Empty(await NoticesAsync());
        Assert.Equal(1, await Host.ReadAsync(database => database.KnownBrowsers.CountAsync()));
    }

    [Fact]
    public async Task Of_more_browsers_than_are_known_the_one_that_was_not_used_for_the_longest_is_forgotten()
    {
        await SignInAsync(_known);
        for (var number = 0; number < KnownBrowsers.Most; number++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await SignInAsync([]);
        }

        Assert.Equal(KnownBrowsers.Most, await Host.ReadAsync(database => database.KnownBrowsers.CountAsync()));
        var before = (await NoticesAsync()).Count;
        await SignInAsync(_known);
        Assert.Equal(before + 1, (await NoticesAsync()).Count);
    }

    private static Requester Requester(List<byte[]> keys) => A.Requester() with { BrowserKeys = keys };

    /// <param name="keys">That the browser holds; one that it gets comes to them.</param>
    private async Task<Guid> SignInAsync(List<byte[]> keys, string name = "alice", Guid? replaced = null, IdentityHost? on = null)
    {
        var begun = Assert.IsType<SignInOutcome.SignedIn>(await (on ?? Host).RunAsync<SignInService, SignInOutcome>(
            signIn => signIn.SignInAsync(new SignInCommand(name, A.Password, Requester(keys), replaced), CancellationToken.None))).Session;
        if (begun.BrowserKey is { } key)
        {
            keys.Insert(0, key);
        }

        return begun.Session.Id;
    }

    private async Task<IReadOnlyList<NoticeMail>> NoticesAsync()
    {
        await Host.DeliverAsync();
        return Host.Mailer.Notices;
    }

    public sealed class OnSqlite() : KnownBrowserTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : KnownBrowserTests(DatabaseProvider.PostgreSql);
}
