using Portal.Identity.Accounts;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

public abstract class BrowserSessionsTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly byte[] Key = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly PortalUser _user = A.User();
    private BrowserSession _session = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _session = A.BrowserSession(_user, Key);
        await Host.ArrangeAsync(_user, _session);
    }

    [Fact]
    public async Task Whoever_holds_the_key_is_the_person() =>
        Assert.Equal(A.Person(_user, _session), await FindAsync(Key));

    [Fact]
    public async Task Any_other_key_is_nobodys()
    {
        Assert.Null(await FindAsync([.. Key[..31], 8]));
        Assert.Null(await FindAsync([]));
    }

    [Fact]
    public async Task The_store_holds_the_hash_of_the_key_only() => Assert.NotEqual(Key, _session.KeyHash);

    [Fact]
    public async Task An_ended_session_is_over_at_once_in_every_process()
    {
        await using var another = Host.Another();
        Assert.True(await IsActiveAsync(another));

        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_session.Id, CancellationToken.None));

        Assert.Null(await FindAsync(Key));
        Assert.False(await IsActiveAsync(another));
    }

    [Fact]
    public async Task Ending_a_session_again_or_one_that_never_was_does_nothing()
    {
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_session.Id, CancellationToken.None));
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_session.Id, CancellationToken.None));
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_user.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A78_An_account_that_was_locked_or_deleted_is_signed_in_nowhere(bool locked)
    {
        await Host.ChangeAsync(async database =>
        {
            var user = (await database.Users.FindAsync(_user.Id))!;
            if (locked)
            {
                user.Lock(Clock.GetUtcNow());
            }
            else
            {
                user.Deactivate(Clock.GetUtcNow());
            }
        });

        Assert.Null(await FindAsync(Key));
        Assert.False(await IsActiveAsync(Host));
    }

    private Task<SignedInPerson?> FindAsync(byte[] key) =>
        Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(key, CancellationToken.None));

    private Task<bool> IsActiveAsync(IdentityHost host) =>
        host.RunAsync<BrowserSessions, bool>(sessions => sessions.IsActiveAsync(_session.Id, CancellationToken.None));

    public sealed class OnSqlite() : BrowserSessionsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : BrowserSessionsTests(DatabaseProvider.PostgreSql);
}
