using Microsoft.Extensions.Configuration;

namespace Portal.Bench.Measure;

/// <summary>What <c>bench/run</c> was asked for.</summary>
/// <param name="Users">How many accounts are stored; each has five sessions.</param>
/// <param name="Rounds">How often every load is run; figures are medians over the rounds.</param>
/// <param name="Seconds">How long one load of one round runs.</param>
internal sealed record Settings(string Portal, string Bare, string Load, string Work, string Output, int Users = 1000, int Rounds = 5, int Seconds = 5)
{
    /// <summary>Connections that wrk keeps open, over all its threads.</summary>
    public const int Connections = 32;

    /// <summary>Threads of wrk.</summary>
    public const int Threads = 2;

    public static Settings Read(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build().Get<Settings>()
        ?? throw new InvalidOperationException("Please use bench/run.");
}
