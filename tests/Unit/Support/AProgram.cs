using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Tests.Unit.Support;

/// <summary>What a person makes for their bots, scripts and older apps.</summary>
internal static class AProgram
{
    public static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>An access token, as it comes from the service.</summary>
    public static Task<MakeTokenOutcome> MakeTokenAsync(
        IdentityHost host, SignedInPerson person, string name = "weather bot", TokenReach reach = TokenReach.Account, TimeSpan? lifetime = null, Func<MakeTokenCommand, MakeTokenCommand>? change = null) =>
        host.RunAsync<AccountTokens, MakeTokenOutcome>(tokens =>
        {
            var command = new MakeTokenCommand(person, name, reach, lifetime ?? Month, A.Requester());
            return tokens.MakeAsync(change?.Invoke(command) ?? command, CancellationToken.None);
        });

    /// <summary>One that must be made.</summary>
    public static async Task<MakeTokenOutcome.Made> TokenAsync(
        IdentityHost host, SignedInPerson person, string name = "weather bot", TokenReach reach = TokenReach.Account, TimeSpan? lifetime = null, Func<MakeTokenCommand, MakeTokenCommand>? change = null) =>
        await MakeTokenAsync(host, person, name, reach, lifetime, change) as MakeTokenOutcome.Made ?? throw new InvalidOperationException("No token was made.");

    /// <summary>A session and its token as they are stored.</summary>
    public static (PersonalSession Session, PersonalAccessToken Token) Stored(Guid userId, string token, TimeSpan? lifetime = null, string scope = MatrixScopes.StableApi)
    {
        var session = PersonalSession.BeginOwn(userId, "bot", ScopeSet.OfStored(scope), ManualClock.Start);
        return (session, PersonalAccessToken.Issue(session.Id, token, ManualClock.Start, lifetime));
    }

    public static Task<MakeAppPasswordOutcome> MakePasswordAsync(IdentityHost host, SignedInPerson person, string name = "old app") =>
        host.RunAsync<AccountAppPasswords, MakeAppPasswordOutcome>(passwords => passwords.MakeAsync(person, name, A.Requester(), CancellationToken.None));

    /// <summary>One that must be made.</summary>
    public static async Task<MakeAppPasswordOutcome.Made> PasswordAsync(IdentityHost host, SignedInPerson person, string name = "old app") =>
        await MakePasswordAsync(host, person, name) as MakeAppPasswordOutcome.Made ?? throw new InvalidOperationException("No app password was made.");
}
