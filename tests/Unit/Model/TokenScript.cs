using System.Text;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Model;

/// <summary>Commands one after the other, and how the portal is compared with the model on the way.</summary>
internal static class TokenScript
{
    // The lifetimes of the contract, what is a second shorter, and much more.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21), TimeSpan.FromSeconds(299), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(599), TimeSpan.FromSeconds(601),
        TimeSpan.FromSeconds(1199), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(61), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(31),
    ];

    /// <summary>A new command for every step. Another grant that gives tokens is one more line here, one more command and one more method of the model.</summary>
    public static IReadOnlyList<TokenCommand> Write(Dice dice, int length)
    {
        (int Weight, Func<TokenCommand> Make)[] commands =
        [
            (12, () => new TokenCommand.Consent(dice.Chance(75) ? ModelledClient.App : ModelledClient.OtherApp)),
            (16, () => new TokenCommand.Exchange(Recent(dice), dice.Chance(75) ? ModelledClient.App : ModelledClient.OtherApp)),
            (26, () => new TokenCommand.Refresh(Recent(dice), dice.Chance(80) ? ModelledClient.App : ModelledClient.OtherApp)),
            (8, () => new TokenCommand.AskForDevice(dice.Chance(75) ? ModelledClient.App : ModelledClient.OtherApp)),
            (18, () => new TokenCommand.Poll(Recent(dice), dice.Chance(75) ? ModelledClient.App : ModelledClient.OtherApp)),
            (10, () => new TokenCommand.Decide(Recent(dice), Allow: dice.Chance(80))),
            (3, () => new TokenCommand.AskForItself()),
            (12, () => new TokenCommand.UseAccessToken(Recent(dice))),
            (3, () => new TokenCommand.IntrospectRefreshToken(Recent(dice))),
            (2, () => new TokenCommand.RevokeAccessToken(Recent(dice), dice.Pick(Enum.GetValues<ModelledClient>()))),
            (3, () => new TokenCommand.RevokeRefreshToken(Recent(dice), dice.Pick(Enum.GetValues<ModelledClient>()))),
            (2, () => new TokenCommand.EndByPerson(Recent(dice))),
            (1, () => new TokenCommand.EndOthers()),
            (2, () => new TokenCommand.EndBrowser()),
            (3, () => new TokenCommand.Lock(dice.Chance(40))),
            (16, () => new TokenCommand.Wait(dice.Pick(Waits))),
            (3, () => new TokenCommand.Forget()),
        ];
        var all = commands.SelectMany(command => Enumerable.Repeat(command.Make, command.Weight)).ToArray();
        return [.. Enumerable.Range(0, length).Select(_ => dice.Pick(all)())];
    }

    /// <summary>Runs the commands in both.</summary>
    /// <returns>The script up to where they differ, as lines to read, in which the first of everything is 0; nothing if they never do.</returns>
    public static async Task<string?> FindDifferenceAsync(IReadOnlyList<TokenCommand> commands, IReadOnlyList<IdentityHost> processes)
    {
        var portal = await PortalTokens.ArrangeAsync(processes);
        var model = new TokenModel(portal.Clock.GetUtcNow());
        var script = new StringBuilder();
        for (var step = 0; step < commands.Count; step++)
        {
            script.Append(commands[step].Read(model));
            var (aliveBefore, foretold, came) = (Alive(model), commands[step].Foretell(model), await commands[step].PerformAsync(portal));
            script.Append(": ").Append(came).Append('\n');
            if (came != foretold)
            {
                return $"{script}but it must be: {foretold}";
            }

            // Those that live or died just now; at the end, all that there ever were.
            var watched = step == commands.Count - 1 ? null : aliveBefore.Union(Alive(model), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
            if (await FindWrongTokenAsync(model, portal, watched) is { } wrong)
            {
                return $"{script}and then {wrong}";
            }
        }

        return null;
    }

    /// <summary>Leaves out every command without which they still differ.</summary>
    public static async Task<string> ShrinkAsync(IReadOnlyList<TokenCommand> commands, IReadOnlyList<IdentityHost> processes, string difference)
    {
        for (var index = commands.Count - 1; index >= 0; index--)
        {
            IReadOnlyList<TokenCommand> shorter = [.. commands.Take(index), .. commands.Skip(index + 1)];
            if (await FindDifferenceAsync(shorter, processes) is { } still)
            {
                (commands, difference) = (shorter, still);
            }
        }

        return difference;
    }

    private static async Task<string?> FindWrongTokenAsync(TokenModel model, PortalTokens portal, IReadOnlySet<string>? watched)
    {
        var tokens = model.AccessTokens.Select((token, number) => (Name: $"access token {number}", Text: portal.AccessTokens[number], IsLive: model.IsLive(token)))
            .Concat(model.RefreshTokens.Select((token, number) => (Name: $"refresh token {number}", Text: portal.RefreshTokens[number], IsLive: model.IsLive(token))));
        foreach (var token in tokens.Where(token => watched?.Contains(token.Name) != false))
        {
            if (await portal.IsLiveAsync(token.Text) != token.IsLive)
            {
                return $"{token.Name} is {(token.IsLive ? "dead, but must live" : "alive, but must be dead")}";
            }
        }

        return null;
    }

    private static IReadOnlyList<string> Alive(TokenModel model) =>
    [
        .. model.AccessTokens.Index().Where(entry => model.IsLive(entry.Item)).Select(entry => $"access token {entry.Index}"),
        .. model.RefreshTokens.Index().Where(entry => model.IsLive(entry.Item)).Select(entry => $"refresh token {entry.Index}"),
    ];

    // The newest mostly: what is old is mostly dead.
    private static int Recent(Dice dice) => dice.Chance(60) ? dice.Below(2) : dice.Below(8);
}
