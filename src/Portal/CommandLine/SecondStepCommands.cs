using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Sessions;

namespace Portal.CommandLine;

/// <summary>For people who have lost their phone and all recovery codes (docs/operating.md, "Signing in in two steps").</summary>
internal static class SecondStepCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("second-step remove", [], "Lets somebody sign in with the password alone again; passkeys go too. See first that it is really them.", RemoveAsync) { Operand = "USERNAME" },
    ];

    private static async Task<string> RemoveAsync(CommandContext context)
    {
        await context.RequireDatabaseAsync();
        if (await context.RunAsync<AccountNames, PortalUser?>(names => names.FindAsync(context.Given.Operand!, context.CancellationToken)) is not { } user)
        {
            throw new ConfigurationException($"Nobody is called '{context.Given.Operand}' here.");
        }

        return await context.RunAsync<SecondFactors, bool>(factors => factors.DisableAsync(user.Id, new Requester(null, null), context.CancellationToken))
            ? $"{user.UserName} signs in with the password alone from now on. All their addresses are told."
            : throw new ConfigurationException($"{user.UserName} has no second step and no passkey beside a password.");
    }
}
