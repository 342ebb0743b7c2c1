using System.Diagnostics;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>A command as an operator types it, in a process of its own.</summary>
internal static class CommandRun
{
    /// <param name="folder">Where it works; its data is in <c>data</c> there.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(DirectoryInfo folder, string words, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Portal.dll"), .. words.Split(' '), "--Portal:Http:PublicBase=https://auth.example/", $"--Portal:DataDirectory={folder.FullName}/data", .. arguments])
        {
            WorkingDirectory = folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
    }
}
