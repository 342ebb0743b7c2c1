using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.PersonalTokens;

/// <summary>What the operator allows (policy contract, section 5.3).</summary>
public abstract class TokenLimitTests(DatabaseProvider engine) : StorageTest(engine)
{
    private AnApp _app = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Sessions:Limit:SoftLimit"] = "2",
        ["Portal:Account:AccessTokens:MayNeverExpire"] = "true",
        ["Portal:RateLimiting:ProgramAccess:Burst"] = "3",
    };

    private SignedInPerson Person => A.Person(_app.User, _app.Browser);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
    }

    [Fact]
    public async Task A_token_that_a_person_has_made_for_themselves_counts_like_an_app()
    {
        await _app.SignInAsync();
        await AProgram.TokenAsync(Host, Person);

        Assert.Equal(new DeviceUse(2, 2), await Host.RunAsync<DeviceLimit, DeviceUse?>(limit => limit.FindAsync(_app.User.Id, CancellationToken.None)));
        Assert.Equal(1, Assert.IsType<MakeTokenOutcome.TooManyDevices>(await AProgram.MakeTokenAsync(Host, Person)).ToRemove);
    }

    [Fact]
    public async Task One_that_never_expires_works_after_any_time()
    {
        var made = await AProgram.TokenAsync(Host, Person, change: command => command with { Lifetime = null });

        Clock.Advance(TimeSpan.FromDays(3650));

        Assert.Null(Assert.IsType<Portal.Identity.Tokens.TokenRecord>(await _app.IntrospectAsync(made.Token)).ExpiresAt);
    }

    [Fact]
    public async Task So_many_are_made_in_an_hour_and_no_more()
    {
        for (var i = 0; i < 3; i++)
        {
            var made = await AProgram.TokenAsync(Host, Person);
            await Host.RunAsync<AccountTokens, bool>(tokens => tokens.EndAsync(Person, made.Id, A.Requester(), CancellationToken.None));
        }

        Assert.IsType<MakeTokenOutcome.RateLimited>(await AProgram.MakeTokenAsync(Host, Person));
    }

    public sealed class OnSqlite() : TokenLimitTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : TokenLimitTests(DatabaseProvider.PostgreSql);
}
