using Portal.Hosting;

namespace Portal.CommandLine;

/// <summary><c>portal worker</c>: the background work apart from the process that serves (docs/operating.md, "Background work").</summary>
internal static class WorkerCommand
{
    public const string Word = "worker";

    /// <summary>Works until the process is told to stop.</summary>
    /// <exception cref="ConfigurationException">There is no database yet, or one of an earlier version.</exception>
    public static async Task RunAsync(IReadOnlyList<string> configuration)
    {
        await using var app = PortalApplication.CreateWorker([.. configuration]);
        await app.PrepareToWorkAsync();
        await app.RunAsync();
    }
}
