using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Legacy;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.AppPasswords;

/// <summary>Unless the operator allows them, there are no app passwords.</summary>
public abstract class AppPasswordsClosedTests(DatabaseProvider engine) : StorageTest(engine)
{
    [Fact]
    public async Task None_is_made_and_those_of_before_do_not_work()
    {
        var user = A.User(passwordHash: A.PasswordHash);
        var (browser, text) = (A.BrowserSession(user), AppPasswordText.Create(new SecretGenerator()));
        await Host.ArrangeAsync(user, browser, AppPassword.Make(user.Id, "old app", text, ManualClock.Start));

        Assert.IsType<MakeAppPasswordOutcome.NotAllowed>(await AProgram.MakePasswordAsync(Host, A.Person(user, browser)));
        var login = await Host.RunAsync<LegacyLogin, MatrixResult<LegacyLoginResponse>>(
            login => login.SignInAsync(new PasswordLogin("alice", text.ToDisplay()), ALegacyApp.Device(), A.Requester(), CancellationToken.None));
        Assert.Equal(MatrixError.WrongPassword, login.Error);
    }

    public sealed class OnSqlite() : AppPasswordsClosedTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AppPasswordsClosedTests(DatabaseProvider.PostgreSql);
}
