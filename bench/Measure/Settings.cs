using Microsoft.Extensions.Configuration;

namespace Portal.Bench.Measure;

/// <summary>What <c>bench/run</c> was asked for.</summary>
/// <param name="Plan"><c>bare</c>, <c>peer</c>, <c>growth</c>, <c>enumeration</c> or <c>homeserver</c>.</param>
/// <param name="Users">How many accounts are stored.</param>
/// <param name="Grown">How many in the larger installation of <see cref="GrowthPlan"/>.</param>
/// <param name="Sessions">How many sessions each has; each session has an access token and a refresh token.</param>
/// <param name="Sampled">How many access tokens are asked for at most, spread over all.</param>
/// <param name="Rounds">How often every load is run; figures are medians over the rounds.</param>
/// <param name="Seconds">How long one load of one round runs.</param>
/// <param name="CodesPerSecond">How many authorization codes there are for every second of a load; more than a server exchanges.</param>
/// <param name="Trials">How often each door of <see cref="EnumerationPlan"/> is tried, half of it for people without an account.</param>
/// <param name="WarmUps">How often before that; not counted.</param>
/// <param name="Door">The path of the only door that is tried; empty for all.</param>
/// <param name="Jobs">How many messages wait in <see cref="HomeserverPlan"/>, each about somebody else.</param>
/// <param name="Delay">How many milliseconds its homeserver takes for a request.</param>
/// <param name="Postgres">A connection string of somebody who may create databases; without, only SQLite is measured.</param>
/// <param name="Node">The program that runs <see cref="Peer"/>.</param>
/// <param name="Peer">The folder <c>bench/oidc-provider</c>.</param>
internal sealed record Settings(
    string Portal, string Load, string Work, string Output, string Plan = "bare", string Bare = "", int Users = 1000, int Grown = 1_000_000, int Sessions = 5, int Sampled = 5000,
    int Rounds = 5, int Seconds = 5, int CodesPerSecond = 8000, int Trials = 10_000, int WarmUps = 200, string Door = "", int Jobs = 10_000, int Delay = 5, string? Postgres = null, string Node = "", string Peer = "")
{
    /// <summary>Connections that wrk keeps open, over all its threads.</summary>
    public const int Connections = 32;

    /// <summary>Threads of wrk.</summary>
    public const int Threads = 2;

    /// <summary>Of what can be used once, there is a part for each of them.</summary>
    public int Slices => Rounds + Seed.WarmUpRounds;

    /// <summary>Authorization codes for one round; wrk asks for a request before it starts.</summary>
    public int CodesPerRound => (CodesPerSecond * Seconds) + (8 * Connections);

    public static Settings Read(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build().Get<Settings>()
        ?? throw new InvalidOperationException("Please use bench/run.");
}
