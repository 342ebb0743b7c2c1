using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Portal.Bench.Measure;

/// <summary>Runs wrk for a bounded time against an address of this machine.</summary>
internal sealed class Wrk(Settings settings)
{
    private const string ResultMark = "RESULT ";

    /// <param name="script">In <c>bench/load</c>.</param>
    /// <exception cref="InvalidOperationException">A request failed or was answered with an error: the figures would mean nothing.</exception>
    public async Task<LoadResult> RunAsync(Uri address, string script, int seconds, params string[] arguments)
    {
        if (!address.IsLoopback)
        {
            throw new InvalidOperationException("Load goes to this machine only.");
        }

        var start = new ProcessStartInfo("wrk") { WorkingDirectory = settings.Load, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["WRK_THREADS"] = Settings.Threads.ToString(CultureInfo.InvariantCulture);
        string[] line = [$"-t{Settings.Threads}", $"-c{Settings.Connections}", $"-d{seconds}s", "--timeout", "30s", "-s", script, address.AbsoluteUri, "--", .. arguments];
        foreach (var argument in line)
        {
            start.ArgumentList.Add(argument);
        }

        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var json = output.Split('\n').LastOrDefault(text => text.StartsWith(ResultMark, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk did not finish: {output}");
        var result = JsonSerializer.Deserialize<LoadResult>(json[ResultMark.Length..], JsonSerializerOptions.Web)!;
        return result is { Errors: 0, Requests: > 0 }
            ? result
            : throw new InvalidOperationException($"{script} at {address} had {result.Errors} bad answers among {result.Requests}.{Complaints(output)}");
    }

    // Whether they were late or refused.
    private static string Complaints(string output) => string.Concat(output.Split('\n')
        .Where(line => line.Contains("Socket errors", StringComparison.Ordinal) || line.Contains("Non-2xx", StringComparison.Ordinal)).Select(line => $" {line.Trim()}."));
}
