using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Sessions;

namespace Portal.CommandLine;

/// <summary>For an account in the wrong hands, or whose owner cannot do it (docs/operating.md, "An account in the wrong hands").</summary>
internal static class AccountCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("account lock", [], "Keeps somebody out: nobody signs in, and no session or token of theirs works until they are unlocked.", LockAsync) { Operand = "USERNAME" },
        new("account unlock", [], "Lets somebody in again; their sessions work as before.", UnlockAsync) { Operand = "USERNAME" },
        new("account sign-out", [], "Ends every session, access token and app password of somebody. Encryption keys that are only on their devices are lost.", SignOutAsync) { Operand = "USERNAME" },
    ];

    private static async Task<string> LockAsync(CommandContext context)
    {
        var user = await FindAsync(context);
        await context.RunAsync<AccountLocking, bool>(locking => locking.LockAsync(user.Id, context.CancellationToken));
        return $"{user.UserName} is locked. The homeserver is told as soon as it can be reached.";
    }

    private static async Task<string> UnlockAsync(CommandContext context)
    {
        var user = await FindAsync(context);
        await context.RunAsync<AccountLocking, bool>(locking => locking.UnlockAsync(user.Id, context.CancellationToken));
        return $"{user.UserName} is not locked. The homeserver is told as soon as it can be reached.";
    }

    private static async Task<string> SignOutAsync(CommandContext context)
    {
        var user = await FindAsync(context);
        var count = await context.RunAsync<AccountSessions, int>(sessions => sessions.EndAllAsync(user.Id, context.CancellationToken));
        return $"{user.UserName} is signed out everywhere; {count} sessions were ended.";
    }

    private static async Task<PortalUser> FindAsync(CommandContext context)
    {
        await context.RequireDatabaseAsync();
        return await context.RunAsync<AccountNames, PortalUser?>(names => names.FindAsync(context.Given.Operand!, context.CancellationToken))
            ?? throw new ConfigurationException($"Nobody is called '{context.Given.Operand}' here.");
    }
}
