namespace Portal.Bench.Measure;

/// <summary>What was stored, and the files that the loads read.</summary>
/// <param name="Stored">Access tokens in the database.</param>
/// <param name="Tokens">Those that are asked for.</param>
/// <param name="RefreshFiles">First tokens for each round; a round uses its tokens up.</param>
internal sealed record Seed(
    string ClientId, int Stored, IReadOnlyList<string> Tokens, string TokenFile, IReadOnlyList<string> RefreshFiles, string BarePathFile, string BareDatabase)
{
    /// <summary>The runtime compiles hot code twice, and on a busy machine late.</summary>
    public const int WarmUpRounds = 2;

    /// <summary>One for each connection, and some to spare: wrk asks for a request before it starts.</summary>
    public const int RefreshTokensPerRound = Settings.Connections + 8 * Settings.Threads;
}
