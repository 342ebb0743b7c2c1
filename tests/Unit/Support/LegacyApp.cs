using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Portal.Tests.Unit.Support;

/// <summary>A Matrix client of before OAuth, as it is seen from outside.</summary>
internal sealed class LegacyApp(PortalFactory site)
{
    private static int _addresses;
    private readonly HttpClient _http = site.Raw();

    /// <summary>From where it asks: an address of its own, so that nobody uses up another's limits.</summary>
    public string Address { get; set; } = string.Create(CultureInfo.InvariantCulture, $"198.18.{Interlocked.Increment(ref _addresses) / 250}.{_addresses % 250}");

    public string? UserAgent { get; set; }

    /// <summary>The version that it names; any will do.</summary>
    public string Version { get; set; } = "v3";

    /// <summary>A login with a password.</summary>
    /// <param name="more">Members beside those, as JSON: <c>"refresh_token":true</c>.</param>
    public Task<Answer> PasswordAsync(string user, string password = A.Password, string? more = null) =>
        LoginAsync($$"""{"type":"m.login.password","identifier":{"type":"m.id.user","user":{{JsonSerializer.Serialize(user)}}},"password":{{JsonSerializer.Serialize(password)}}{{(more is null ? "" : "," + more)}}}""");

    /// <summary>A login with what the browser brought back.</summary>
    public Task<Answer> TokenAsync(string loginToken, string? more = null) =>
        LoginAsync($$"""{"type":"m.login.token","token":{{JsonSerializer.Serialize(loginToken)}}{{(more is null ? "" : "," + more)}}}""");

    /// <summary>A login that must succeed.</summary>
    public async Task<JsonElement> SignedInAsync(string user, string? more = null) =>
        await PasswordAsync(user, more: more) is { Status: HttpStatusCode.OK } answer ? answer.Json : throw new InvalidOperationException("The login was refused.");

    public Task<Answer> LoginAsync(string body, string? contentType = "application/json") => SendAsync(HttpMethod.Post, "login", body, contentType);

    public Task<Answer> RefreshAsync(string refreshToken) => SendAsync(HttpMethod.Post, "refresh", JsonSerializer.Serialize(new { refresh_token = refreshToken }));

    public Task<Answer> LogoutAsync(string? accessToken) => SendAsync(HttpMethod.Post, "logout", null, null, accessToken is null ? null : "Bearer " + accessToken);

    public Task<Answer> LogoutAllAsync(string? accessToken, string? body = null) =>
        SendAsync(HttpMethod.Post, "logout/all", body, body is null ? null : "application/json", accessToken is null ? null : "Bearer " + accessToken);

    /// <summary>Where it sends the browser.</summary>
    public string RedirectAddress(string? redirectUrl, string more = "") =>
        $"_matrix/client/{Version}/login/sso/redirect{(redirectUrl is null ? "?" : $"?redirectUrl={Uri.EscapeDataString(redirectUrl)}")}{more}";

    /// <summary>What the browser brings back when its owner lets the app in.</summary>
    public async Task<string> LoginTokenAsync(Browser browser, string redirectUrl = "https://app.example/")
    {
        var answer = await AllowAsync(browser, redirectUrl);
        return answer.Returned("loginToken") ?? throw new InvalidOperationException($"No login token: {answer.Status} {answer.Location} {answer.Heading}");
    }

    public async Task<Answer> AllowAsync(Browser browser, string redirectUrl = "https://app.example/") =>
        await browser.SubmitAsync(await AskAsync(browser, redirectUrl), ("action", "allow"));

    /// <summary>The page on which the browser's owner decides.</summary>
    public async Task<Answer> AskAsync(Browser browser, string redirectUrl = "https://app.example/")
    {
        var redirect = await browser.GetAsync(RedirectAddress(redirectUrl));
        return await browser.FollowAsync(await browser.GetAsync(new Uri(redirect.Location ?? throw new InvalidOperationException($"{redirect.Status} {redirect.Heading}")).PathAndQuery));
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? contentType = "application/json", string? authorization = null)
    {
        using var request = new HttpRequestMessage(method, $"_matrix/client/{Version}/{path}");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        request.Headers.Add("X-Forwarded-For", Address);
        if (UserAgent is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await _http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>As the homeserver asks about a token.</summary>
    /// <param name="supportsDeviceId">The header; none for a homeserver of before.</param>
    public async Task<Answer> IntrospectAsync(string token, string? hint = null, string? supportsDeviceId = "1", string secret = PortalFactory.HomeserverSecret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/introspect")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token), .. hint is null ? (KeyValuePair<string, string>[])[] : [KeyValuePair.Create("token_type_hint", hint)]]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (supportsDeviceId is not null)
        {
            request.Headers.Add("X-MAS-Supports-Device-Id", supportsDeviceId);
        }

        using var response = await _http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Whether a token still works.</summary>
    public async Task<bool> IsActiveAsync(string token) => (await IntrospectAsync(token)).Json.GetProperty("active").GetBoolean();
}
