using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Tests.E2E.Support;

/// <summary>A device without a browser, as a program on it speaks: it shows a code, and asks again and again whether somebody has let it in.</summary>
internal sealed class Device : IDisposable
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";

    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly PortalServer _portal;
    private string _clientId = "";
    private string _deviceCode = "";

    private Device(PortalServer portal) => _portal = portal;

    /// <summary>As it stands on its screen.</summary>
    public string UserCode { get; private set; } = "";

    /// <summary>Where it sends people.</summary>
    public string VerificationUri { get; private set; } = "";

    /// <summary>A device that shows its code.</summary>
    public static async Task<Device> BeginAsync(Visit visit, string scope = "openid urn:matrix:client:api:* urn:matrix:client:device:TELEVISION", string name = "Cinny")
    {
        var device = new Device(visit.Portal);
        device._http.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Cinny/4.2.1 Chrome/138.0.0.0 Electron/37.2.0 Safari/537.36");
        var home = visit.Stage.Client.Address;
        var client = await device.PostAsync("/oauth2/registration", JsonContent.Create(new
        {
            client_name = name,
            client_uri = home + "/",
            application_type = "native",
            redirect_uris = new[] { home + "/callback" },
            grant_types = new[] { "authorization_code", "refresh_token", GrantType },
            token_endpoint_auth_method = "none",
        }));
        device._clientId = Text(client, "client_id");
        var codes = await device.PostAsync("/oauth2/device", Form(("client_id", device._clientId), ("scope", scope)));
        (device._deviceCode, device.UserCode, device.VerificationUri) = (Text(codes, "device_code"), Text(codes, "user_code"), Text(codes, "verification_uri"));
        return device;
    }

    /// <summary>Asks once: the tokens, or the refusal.</summary>
    public Task<JsonElement> AskAsync() => PostAsync("/oauth2/token", Form(("grant_type", GrantType), ("client_id", _clientId), ("device_code", _deviceCode)));

    public void Dispose() => _http.Dispose();

    public static string Text(JsonElement answer, string member) => answer.GetProperty(member).GetString()!;

    private async Task<JsonElement> PostAsync(string path, HttpContent content)
    {
        using var body = content;
        var response = await _http.PostAsync(_portal.Address + path, body);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
