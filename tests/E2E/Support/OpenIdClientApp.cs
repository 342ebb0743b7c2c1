using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>An app on a server, in a process of its own, made with the library <c>openid-client</c>, unmodified (Support/Client/app.mjs).</summary>
/// <remarks>What the library does not accept, it says, and the test fails.</remarks>
internal sealed class OpenIdClientApp : IAsyncDisposable
{
    private readonly Visit _visit;
    private readonly Process _process;

    private OpenIdClientApp(Visit visit, Process process) => (_visit, _process) = (visit, process);

    /// <param name="method">How it authenticates (<c>token_endpoint_auth_method</c>).</param>
    /// <param name="metadata">What else it registers, or what it registers instead.</param>
    public static async Task<OpenIdClientApp> RegisterAsync(Visit visit, string method, JsonObject? metadata = null)
    {
        var info = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/E2E/Support/Client/app.mjs"), visit.Portal.Address + "/", visit.Stage.Client.Address])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true, // what Node complains about goes to the test's own output
        };
        var app = new OpenIdClientApp(visit, Process.Start(info)!);
        await app.DoAsync("register", With(metadata, "method", method));
        return app;
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

    /// <summary>The errors that the portal has answered since the last time, also those after which the library went on by itself.</summary>
    public async Task<IReadOnlyList<string?>> RefusalsAsync() => [.. (await DoAsync("refusals")).EnumerateArray().Select(error => error.GetString())];

    /// <summary>Sends the browser to the portal with a request.</summary>
    public async Task OpenRequestAsync(JsonObject? parameters = null)
    {
        var address = await DoAsync("request", parameters);
        await _visit.Page.GotoAsync(address.GetString()!);
    }

    /// <summary>From the request, by a person who is signed in to the portal in this browser, to the tokens.</summary>
    /// <returns>The claims of the ID token.</returns>
    public async Task<JsonElement> SignInAsync(JsonObject? parameters = null)
    {
        await OpenRequestAsync(parameters);
        await _visit.Page.SeeAsync("Let Server app use your account?");
        await _visit.Page.AnswerAsync("Allow");
        return await TakeAnswerAsync();
    }

    /// <summary>Hands it the address that the browser came back to.</summary>
    /// <returns>The claims of the ID token.</returns>
    public async Task<JsonElement> TakeAnswerAsync() => await DoAsync("answer", await AnswerAsync());

    /// <summary>Hands it the address that the browser came back to with an error.</summary>
    /// <returns>The code of the error.</returns>
    public async Task<string> TakeRefusalAsync() => await FailAsync("answer", await AnswerAsync());

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // which ends it
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<JsonObject> AnswerAsync()
    {
        await _visit.Page.SeeAsync("Back in the app");
        return new JsonObject { ["url"] = _visit.Page.Url };
    }

    private async Task<JsonElement> AskAsync(string action, JsonObject? parameters)
    {
        await _process.StandardInput.WriteLineAsync(With(parameters, "action", action).ToJsonString());
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The app is over, having been asked to {action}.");
        return JsonElement.Parse(line);
    }

    private static JsonObject With(JsonObject? parameters, string name, string value)
    {
        var copy = parameters?.DeepClone().AsObject() ?? [];
        copy[name] = value;
        return copy;
    }
}
