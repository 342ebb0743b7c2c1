using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Tests.E2E.Support;

/// <summary>An app on a server, in a process of its own, made with the library <c>openid-client</c>, unmodified (Support/Client/app.mjs).</summary>
/// <remarks>What the library does not accept, it says, and the test fails.</remarks>
internal sealed class OpenIdClientApp : IAsyncDisposable
{
    private readonly Visit _visit;
    private readonly NodeProgram _program;

    private OpenIdClientApp(Visit visit, NodeProgram program) => (_visit, _program) = (visit, program);

    /// <param name="method">How it authenticates (<c>token_endpoint_auth_method</c>).</param>
    /// <param name="metadata">What else it registers, or what it registers instead.</param>
    public static async Task<OpenIdClientApp> RegisterAsync(Visit visit, string method, JsonObject? metadata = null)
    {
        var app = new OpenIdClientApp(visit, NodeProgram.Start("app.mjs", visit.Portal.Address + "/", visit.Stage.Client.Address));
        await app.DoAsync("register", NodeProgram.With(metadata, "method", method));
        return app;
    }

    /// <inheritdoc cref="NodeProgram.DoAsync"/>
    public Task<JsonElement> DoAsync(string action, JsonObject? parameters = null) => _program.DoAsync(action, parameters);

    /// <inheritdoc cref="NodeProgram.FailAsync"/>
    public Task<string> FailAsync(string action, JsonObject? parameters = null) => _program.FailAsync(action, parameters);

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

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private async Task<JsonObject> AnswerAsync()
    {
        await _visit.Page.SeeAsync("Back in the app");
        return new JsonObject { ["url"] = _visit.Page.Url };
    }
}
