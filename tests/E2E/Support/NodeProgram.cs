using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>A program of Support/Client in a process of its own, which does what it is asked for, line by line (Support/Client/drive.mjs).</summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    private readonly Process _process;

    private NodeProgram(Process process) => _process = process;

    /// <param name="script">In Support/Client.</param>
    public static NodeProgram Start(string script, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/E2E/Support/Client", script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true, // what Node complains about goes to the test's own output
        };
        return new NodeProgram(Process.Start(info)!);
    }

    /// <summary>Has it do one of its actions.</summary>
    /// <returns>What came of it.</returns>
    public async Task<JsonElement> DoAsync(string action, JsonObject? parameters = null)
    {
        var answer = await AskAsync(action, parameters);
        Assert.False(answer.TryGetProperty("error", out _), $"{action}: {answer}");
        return answer.GetProperty("result");
    }

    /// <summary>Has it do one of its actions, which does not succeed.</summary>
    /// <returns>The error code that it was told, or the library's own.</returns>
    public async Task<string> FailAsync(string action, JsonObject? parameters = null)
    {
        var answer = await AskAsync(action, parameters);
        Assert.True(answer.TryGetProperty("error", out var error), $"{action}: {answer}");
        return error.GetString()!;
    }

    /// <summary>The parameters, and one more.</summary>
    public static JsonObject With(JsonObject? parameters, string name, string value)
    {
        var copy = parameters?.DeepClone().AsObject() ?? [];
        copy[name] = value;
        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // which ends it
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<JsonElement> AskAsync(string action, JsonObject? parameters)
    {
        await _process.StandardInput.WriteLineAsync(With(parameters, "action", action).ToJsonString());
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The program is over, having been asked to {action}.");
        return JsonElement.Parse(line);
    }
}
