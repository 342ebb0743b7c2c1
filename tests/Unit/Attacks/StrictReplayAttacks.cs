using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>With <c>Portal:Tokens:EndSessionOnReplay</c>.</summary>
public abstract class StrictReplayAttacks(DatabaseProvider engine) : StorageTest(engine)
{
    protected override Dictionary<string, string?> Settings => new() { ["Portal:Tokens:EndSessionOnReplay"] = "true" };

    [Fact]
    public async Task A17_In_strict_mode_a_replayed_refresh_token_ends_the_family()
    {
        var app = await AnApp.ArrangeAsync(Host);
        var first = await app.SignInAsync();
        var second = AnApp.Granted(await app.RefreshAsync(first.RefreshToken));
        await app.IntrospectAsync(second.AccessToken);

        await app.RefreshAsync(first.RefreshToken);

        Assert.Null(await app.IntrospectAsync(second.AccessToken));
        Assert.Equal("invalid_grant", (await app.RefreshAsync(second.RefreshToken)).Error?.Code);
    }

    [Fact]
    public async Task A17_In_strict_mode_a_lost_response_may_still_be_asked_for_again()
    {
        var app = await AnApp.ArrangeAsync(Host);
        var first = await app.SignInAsync();
        await app.RefreshAsync(first.RefreshToken);

        Assert.True((await app.RefreshAsync(first.RefreshToken)).Succeeded);
    }

    public sealed class OnSqlite() : StrictReplayAttacks(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : StrictReplayAttacks(DatabaseProvider.PostgreSql);
}
