namespace Portal.Tests.E2E.Support;

/// <summary>Where things are in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The application as an operator gets it.</summary>
    public static string Publish => Path.Combine(Root, "artifacts", "publish");

    public static string Screenshots => Path.Combine(Root, "artifacts", "screenshots");

    /// <summary>How the gallery's states are to look: what <c>./screenshots --accept</c> keeps.</summary>
    public static string Baselines => Path.Combine(Root, "tests", "E2E", "Baselines");

    /// <summary>Where what looks otherwise is laid side by side.</summary>
    public static string Differences => Path.Combine(Root, "artifacts", "baselines");

    private static string FindRoot(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("Run the tests inside the repository.")
        : File.Exists(Path.Combine(directory.FullName, "Portal.sln")) ? directory.FullName
        : FindRoot(directory.Parent);
}
