using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.Tests.E2E.Support;

/// <summary>A bot that signs in by the Matrix login of before OAuth, made with the library <c>matrix-bot-sdk</c>, unmodified (Support/Client/bot.mjs). It knows the address of the homeserver alone.</summary>
internal sealed class Bot(Visit visit) : IAsyncDisposable
{
    private readonly NodeProgram _program = NodeProgram.Start("bot.mjs", visit.Portal.Homeserver.Address.AbsoluteUri.TrimEnd('/'));

    /// <summary>The ways to sign in that it is offered.</summary>
    public async Task<IReadOnlyList<string?>> FlowsAsync() => [.. (await _program.DoAsync("flows")).EnumerateArray().Select(flow => flow.GetString())];

    /// <param name="device">What it calls its device.</param>
    public Task SignInAsync(Person person, string device) => SignInAsync(person, person.Password, device);

    /// <inheritdoc cref="SignInAsync(Person, string)"/>
    /// <param name="password">Of the account, or one for an app.</param>
    public Task SignInAsync(Person person, string password, string device) =>
        _program.DoAsync("password", new JsonObject { ["user"] = person.Username, ["password"] = password, ["device"] = device });

    /// <summary>The same where it must be refused.</summary>
    /// <returns>The error that it is told.</returns>
    public Task<string> FailToSignInAsync(Person person, string device) =>
        _program.FailAsync("password", new JsonObject { ["user"] = person.Username, ["password"] = person.Password, ["device"] = device });

    /// <summary>Works with a token that its owner has made for it.</summary>
    public Task UseAsync(string accessToken) => _program.DoAsync("accessToken", new JsonObject { ["token"] = accessToken });

    /// <summary>Signs in by way of the browser, in which the person is signed in to the portal.</summary>
    /// <param name="device">What it calls its device.</param>
    public async Task SignInByBrowserAsync(string device)
    {
        var address = await _program.DoAsync("sso", new JsonObject { ["redirectUrl"] = visit.Stage.Client.Address + "/callback" });
        await visit.Page.GotoAsync(address.GetString()!);
        await visit.Page.AnswerAsync("Allow");
        await visit.Page.SeeAsync("Back in the app");
        await _program.DoAsync("token", new JsonObject { ["token"] = QueryHelpers.ParseQuery(new Uri(visit.Page.Url).Query)["loginToken"].ToString(), ["device"] = device });
    }

    /// <summary>Who it is for the homeserver, and with which device.</summary>
    public Task<JsonElement> WhoAmIAsync() => _program.DoAsync("whoAmI");

    /// <summary>The same once it is nobody any more.</summary>
    /// <returns>The error that it is told.</returns>
    public Task<string> FailToBeAnybodyAsync() => _program.FailAsync("whoAmI");

    public Task SignOutAsync() => _program.DoAsync("signOut");

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
