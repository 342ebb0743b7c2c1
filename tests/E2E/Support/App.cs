using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.Tests.E2E.Support;

/// <summary>An app made of bare requests, for tests that are about something else than the client.</summary>
internal sealed class App
{
    private const string Verifier = "a-verifier-that-is-long-enough-to-be-accepted";

    private readonly Visit _visit;

    private App(Visit visit, string clientId) => (_visit, ClientId) = (visit, clientId);

    public string ClientId { get; }

    private string RedirectUri => _visit.Stage.Client.Address + "/callback";

    public static async Task<App> RegisterAsync(Visit visit, string name = "Test app")
    {
        var home = visit.Stage.Client.Address;
        var response = await visit.Context.APIRequest.PostAsync(visit.Portal.Address + "/oauth2/registration", new()
        {
            DataObject = new
            {
                client_name = name,
                client_uri = home + "/",
                policy_uri = home + "/privacy",
                application_type = "native",
                redirect_uris = new[] { home + "/callback" },
                post_logout_redirect_uris = new[] { home + "/callback" },
                grant_types = new[] { "authorization_code", "refresh_token" },
                token_endpoint_auth_method = "none",
            },
        });
        return new App(visit, (await response.JsonAsync())!.Value.GetProperty("client_id").GetString()!);
    }

    /// <summary>The path and query of a request to sign in.</summary>
    public string Request(string? scope = null, string? prompt = null, string? mode = null) => QueryHelpers.AddQueryString("/authorize", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["client_id"] = ClientId,
        ["response_type"] = "code",
        ["redirect_uri"] = RedirectUri,
        ["scope"] = scope ?? $"openid urn:matrix:client:api:* urn:matrix:client:device:{RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ", 10)}",
        ["state"] = "the-state",
        ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
        ["prompt"] = prompt,
        ["response_mode"] = mode,
    });

    /// <summary>The path and query of a request to sign out.</summary>
    public string SignOutRequest() => QueryHelpers.AddQueryString("/end-session", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["client_id"] = ClientId,
        ["post_logout_redirect_uri"] = RedirectUri,
    });

    /// <summary>Signs a person in who is signed in to the portal in this browser.</summary>
    /// <param name="userAgent">As the app's own requests say it.</param>
    /// <returns>The access token.</returns>
    public async Task<string> SignInAsync(string userAgent = "")
    {
        await _visit.OpenAsync(Request());
        await _visit.Page.AnswerAsync("Allow");
        await _visit.Page.SeeAsync("Back in the app");
        return await ExchangeAsync(_visit.Page.Url, userAgent);
    }

    /// <summary>Redeems the code of the answer.</summary>
    public async Task<string> ExchangeAsync(string answer, string userAgent = "")
    {
        var code = QueryHelpers.ParseQuery(new Uri(answer).Query)["code"].ToString();
        var request = _visit.Context.APIRequest;
        var form = request.CreateFormData().Set("grant_type", "authorization_code").Set("client_id", ClientId).Set("code", code)
            .Set("redirect_uri", RedirectUri).Set("code_verifier", Verifier);
        var response = await request.PostAsync(_visit.Portal.Address + "/oauth2/token", new() { Form = form, Headers = [new("User-Agent", userAgent)] });
        using var tokens = JsonDocument.Parse(await response.TextAsync());
        return tokens.RootElement.GetProperty("access_token").GetString()!;
    }
}
