using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.Tests.E2E.Support;

/// <summary>An app that signs in by the Matrix login of before OAuth, made of bare requests.</summary>
internal sealed class LegacyApp(Visit visit)
{
    private string RedirectUri => visit.Stage.Client.Address + "/callback";

    /// <summary>The path and query to which it sends the browser.</summary>
    public string Request(string? redirectUrl = null) => QueryHelpers.AddQueryString("/_matrix/client/v3/login/sso/redirect", "redirectUrl", redirectUrl ?? RedirectUri);

    /// <summary>Signs a person in who is signed in to the portal in this browser.</summary>
    /// <param name="deviceName">What the app calls the device.</param>
    public async Task SignInAsync(string userAgent, string? deviceName = null)
    {
        await visit.OpenAsync(Request());
        await visit.Page.AnswerAsync("Allow");
        await visit.Page.SeeAsync("Back in the app");
        var token = QueryHelpers.ParseQuery(new Uri(visit.Page.Url).Query)["loginToken"].ToString();
        var response = await visit.Context.APIRequest.PostAsync(visit.Portal.Address + "/_matrix/client/v3/login", new()
        {
            DataObject = new { type = "m.login.token", token, initial_device_display_name = deviceName ?? "" },
            Headers = [new("User-Agent", userAgent)],
        });
        using var login = JsonDocument.Parse(await response.TextAsync());
        _ = login.RootElement.GetProperty("access_token").GetString()!;
    }
}
