using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;

namespace Portal.Tests.Unit.Support;

/// <summary>A client as it is seen from outside: all that it knows came to it over HTTP.</summary>
internal sealed class HttpApp
{
    /// <summary>RFC 7636 appendix B.</summary>
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    public const string RedirectUri = "https://app.example/cb";
    public const string State = "the state";

    private readonly HttpClient _http;

    private HttpApp(PortalFactory portal, string id, string method, string? secret, string redirectUri)
    {
        (Id, Method, Secret, Redirect) = (id, method, secret, redirectUri);
        _http = portal.Raw();
    }

    public string Id { get; }

    /// <summary>How it authenticates at the token endpoint.</summary>
    public string Method { get; }

    public string? Secret { get; }

    public string Redirect { get; }

    /// <summary>From where it asks, if it matters.</summary>
    public string? Address { get; set; }

    /// <summary>Makes the <c>DPoP</c> header of a request to that path; none goes out while this is null, or says null.</summary>
    public Func<string, string?>? Prove { get; set; }

    public string? Basic => Secret is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{Secret}"));

    /// <summary>Registers itself.</summary>
    /// <param name="method">The authentication method.</param>
    /// <param name="grantTypes">Separated by spaces.</param>
    public static async Task<HttpApp> RegisterAsync(
        PortalFactory portal, string method = ClientAuthMethod.None, string grantTypes = "authorization_code refresh_token", string name = "Example", params string[] redirectUris)
    {
        string[] targets = redirectUris.Length > 0 ? redirectUris : [RedirectUri];
        var answer = await RegisterAsync(portal, new
        {
            client_name = name,
            client_uri = "https://app.example/",
            redirect_uris = targets,
            grant_types = grantTypes.Split(' '),
            token_endpoint_auth_method = method,
            application_type = targets[0].StartsWith("https:", StringComparison.Ordinal) ? "web" : "native",
        });
        return answer.Status == System.Net.HttpStatusCode.Created
            ? new HttpApp(portal, answer.Json.GetProperty("client_id").GetString()!, method, answer.Json.TryGetProperty("client_secret", out var secret) ? secret.GetString() : null, targets[0])
            : throw new InvalidOperationException(answer.Text);
    }

    /// <summary>Sends client metadata.</summary>
    public static async Task<Answer> RegisterAsync(PortalFactory portal, object metadata, string? address = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/registration") { Content = JsonContent.Create(metadata, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("X-Forwarded-For", address ?? "198.51.100.1");
        using var response = await portal.Raw().SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>A public client of that id, however it came to it.</summary>
    public static HttpApp Known(PortalFactory portal, string id) => new(portal, id, ClientAuthMethod.None, null, RedirectUri);

    /// <summary>A client that the operator configured.</summary>
    public static Task<HttpApp> ConfigureAsync(PortalFactory portal, string method, params string[] redirectUris) => ConfigureAsync(portal, method, pkceRequired: true, redirectUris);

    /// <inheritdoc cref="ConfigureAsync(PortalFactory, string, string[])"/>
    public static async Task<HttpApp> ConfigureAsync(PortalFactory portal, string method, bool pkceRequired, params string[] redirectUris)
    {
        var protector = A.Protector();
        string[] targets = redirectUris.Length > 0 ? redirectUris : [RedirectUri];
        var client = Client.Configure(
            Guid.CreateVersion7(portal.Clock.GetUtcNow()), new ConfiguredClient(method, targets, "Example", "https://app.example/") { PkceRequired = pkceRequired }, method == ClientAuthMethod.None ? null : protector.Protect(A.Secret), portal.Clock.GetUtcNow());
        await portal.ArrangeAsync(client);
        return new HttpApp(portal, Ulid.Encode(client.Id), method, method == ClientAuthMethod.None ? null : A.Secret, targets[0]);
    }

    /// <summary>Where it sends the browser.</summary>
    /// <param name="changes">In place of the good parameters; null takes one away.</param>
    public string AuthorizeAddress(params IEnumerable<(string Name, string? Value)> changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = Id,
            ["redirect_uri"] = Redirect,
            ["scope"] = A.MatrixScope,
            ["state"] = State,
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return "authorize?" + string.Join('&', parameters.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
    }

    /// <summary>The consent page for a new request of this client, opened by somebody who is signed in.</summary>
    public async Task<Answer> ConsentPageAsync(Browser browser, params IEnumerable<(string Name, string? Value)> changes) =>
        await browser.FollowAsync(await browser.GetAsync(AuthorizeAddress(changes)));

    /// <summary>What the client gets when the person allows it.</summary>
    public async Task<Answer> AllowAsync(Browser browser, params IEnumerable<(string Name, string? Value)> changes) =>
        await browser.SubmitAsync(await ConsentPageAsync(browser, changes), ("action", "allow"));

    public async Task<string> CodeAsync(Browser browser, params IEnumerable<(string Name, string? Value)> changes)
    {
        var answer = await AllowAsync(browser, changes);
        return answer.Returned("code") ?? throw new InvalidOperationException($"No code: {answer.Status} {answer.Location} {answer.Heading}");
    }

    /// <summary>Consent and exchange.</summary>
    public async Task<JsonElement> TokensAsync(Browser browser, string scope = A.MatrixScope)
    {
        var answer = await ExchangeAsync(await CodeAsync(browser, ("scope", scope)));
        return answer.Status == System.Net.HttpStatusCode.OK ? answer.Json : throw new InvalidOperationException(answer.Text);
    }

    public Task<Answer> ExchangeAsync(string code, string? verifier = Verifier) =>
        TokenAsync(("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", Redirect));

    public Task<Answer> RefreshAsync(string refreshToken) => TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    public Task<Answer> TokenAsync(params IEnumerable<(string Name, string? Value)> fields) => PostAsync("oauth2/token", fields);

    public Task<Answer> RevokeAsync(string token, string? hint = null) => PostAsync("oauth2/revoke", ("token", token), ("token_type_hint", hint));

    public Task<Answer> IntrospectAsync(string token, string? hint = null) => PostAsync("oauth2/introspect", ("token", token), ("token_type_hint", hint));

    /// <summary>As the homeserver asks.</summary>
    public async Task<JsonElement> HomeserverIntrospectsAsync(string token, string? hint = null) =>
        (await SendAsync("oauth2/introspect", "Bearer " + PortalFactory.HomeserverSecret, ("token", token), ("token_type_hint", hint))).Json;

    /// <summary>Sends a form with the client's own credentials.</summary>
    public Task<Answer> PostAsync(string path, params IEnumerable<(string Name, string? Value)> fields) => Method switch
    {
        ClientAuthMethod.Basic => SendAsync(path, Basic, fields),
        ClientAuthMethod.Post => SendAsync(path, null, [.. fields, ("client_id", Id), ("client_secret", Secret)]),
        _ => SendAsync(path, null, [.. fields, ("client_id", Id)]),
    };

    /// <summary>Sends a form as it is.</summary>
    public async Task<Answer> SendAsync(string path, string? authorization, params IEnumerable<(string Name, string? Value)> fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!))),
        };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (Address is not null)
        {
            request.Headers.Add("X-Forwarded-For", Address);
        }

        if (Prove?.Invoke(path) is { } proof)
        {
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        }

        using var response = await _http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }
}
