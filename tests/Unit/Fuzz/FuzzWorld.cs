using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>Real things that requests can be about, each under a name: somebody who is signed in, clients, a grant, a code, tokens, a registration.</summary>
internal sealed partial class FuzzWorld : IDisposable
{
    /// <summary>Metadata of a client whose id is its address; <see cref="FakeWeb"/> serves it.</summary>
    public const string ClientDocumentAddress = "https://app.example/client.json";

    public const string ClientDocument =
        $$"""{ "client_id": "{{ClientDocumentAddress}}", "client_name": "Document", "client_uri": "https://app.example/", "redirect_uris": ["{{HttpApp.RedirectUri}}"], "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"] }""";

    private static int _count;

    private readonly Dictionary<string, string> _values;
    private readonly FuzzProofs _proofs;

    private FuzzWorld(Dictionary<string, string> values, FuzzProofs proofs) => (_values, _proofs) = (values, proofs);

    public static async Task<FuzzWorld> ArrangeAsync(PortalFactory site)
    {
        var username = $"fuzz{Interlocked.Increment(ref _count)}";
        var user = await site.PersonAsync(username);
        var (browser, guest) = (site.Browser(), site.Browser());
        await browser.SignInAsync(username);
        var app = await HttpApp.ConfigureAsync(site, ClientAuthMethod.None);
        var service = await HttpApp.ConfigureAsync(site, ClientAuthMethod.Basic);
        const string scope = $"openid email {A.MatrixScope}";
        var done = await app.ConsentPageAsync(browser, ("scope", scope));
        var code = (await browser.SubmitAsync(done, ("action", "allow"))).Returned("code")!;
        var tokens = await app.TokensAsync(browser, scope);
        var pending = await app.ConsentPageAsync(browser, ("scope", scope));
        var pushed = await app.PostAsync("oauth2/par", ("response_type", "code"), ("redirect_uri", app.Redirect), ("scope", scope), ("code_challenge", HttpApp.Challenge), ("code_challenge_method", "S256"));
        var proofs = new FuzzProofs(site);
        var bound = await BindAsync(site, browser, proofs);
        var registration = await RegistrationAsync(site, username);
        var device = (await app.PostAsync("oauth2/device", ("scope", scope))).Json;
        var userCode = device.GetProperty("user_code").GetString()!;
        var legacyApp = new LegacyApp(site);
        var legacy = await legacyApp.SignedInAsync(username, "\"refresh_token\":true");
        var (loginToken, ssoLogin) = (await legacyApp.LoginTokenAsync(browser, app.Redirect), await legacyApp.AskAsync(browser, app.Redirect));
        var (sessions, signIn) = (await browser.GetAsync("account/sessions"), await guest.GetAsync("login"));
        var userId = user.Id;
        return new FuzzWorld(new(StringComparer.Ordinal)
        {
            ["username"] = username,
            ["client"] = app.Id,
            ["client-url"] = ClientDocumentAddress,
            ["redirect"] = app.Redirect,
            ["scope"] = scope,
            ["basic"] = service.Basic!,
            ["homeserver"] = PortalFactory.HomeserverSecret,
            ["grant"] = LastPart(pending.Address),
            ["grant-done"] = LastPart(done.Address),
            ["code"] = code,
            ["access-token"] = tokens.GetProperty("access_token").GetString()!,
            ["refresh-token"] = tokens.GetProperty("refresh_token").GetString()!,
            ["bound-client"] = bound.Client,
            ["bound-access-token"] = proofs.AccessToken,
            ["bound-refresh-token"] = bound.RefreshToken,
            ["id-token"] = tokens.GetProperty("id_token").GetString()!,
            ["request-uri"] = pushed.Json.GetProperty("request_uri").GetString()!,
            ["device-code"] = device.GetProperty("device_code").GetString()!,
            ["user-code"] = userCode,
            ["device-grant"] = Ulid.Encode(await site.ReadAsync(database => database.DeviceCodeGrants.Where(grant => grant.UserCode == userCode).Select(grant => grant.Id).SingleAsync())),
            ["registration"] = Ulid.Encode(registration),
            ["fingerprint"] = new string('a', 64),
            ["oauth-session"] = Ulid.Encode(await site.ReadAsync(database => database.OAuthSessions.Where(session => session.UserId == userId).Select(session => session.Id).FirstAsync())),
            ["legacy-access-token"] = legacy.Text("access_token"),
            ["legacy-refresh-token"] = legacy.Text("refresh_token"),
            ["login-token"] = loginToken,
            ["sso-login"] = LastPart(ssoLogin.Address),
            ["legacy-session"] = Ulid.Encode(await site.ReadAsync(database => database.LegacySessions.Where(session => session.UserId == userId).Select(session => session.Id).SingleAsync())),
            ["browser-session"] = Ulid.Encode(await site.ReadAsync(database => database.BrowserSessions.Where(session => session.UserId == userId).Select(session => session.Id).FirstAsync())),
            ["csrf"] = sessions.Field("csrf")!,
            ["csrf-guest"] = signIn.Field("csrf")!,
            ["cookies"] = CookiesOf(browser),
            ["cookies-guest"] = CookiesOf(guest),
        }, proofs);
    }

    /// <summary>The text with the world's values in it, as they stand in a query, a form or a path.</summary>
    public string FillEncoded(string text) => Name().Replace(text, match => Uri.EscapeDataString(_values[match.Groups["name"].Value]));

    /// <summary>The text with the world's values in it, and with proofs for a request.</summary>
    public string Fill(string text, string method, string path) =>
        Name().Replace(text, match => _values.TryGetValue(match.Groups["name"].Value, out var value) ? value : _proofs.Make(match.Groups["name"].Value, method, path));

    public void Dispose() => _proofs.Dispose();

    private static async Task<(string Client, string RefreshToken)> BindAsync(PortalFactory site, Browser browser, FuzzProofs proofs)
    {
        var app = await HttpApp.ConfigureAsync(site, ClientAuthMethod.None);
        app.Prove = path => proofs.Make(FuzzProofs.Good, "POST", path);
        var tokens = await app.TokensAsync(browser, "openid");
        proofs.AccessToken = tokens.GetProperty("access_token").GetString()!;
        return (app.Id, tokens.GetProperty("refresh_token").GetString()!);
    }

    private static async Task<Guid> RegistrationAsync(PortalFactory site, string username)
    {
        var now = site.Clock.GetUtcNow();
        var email = $"{username}@example.org";
        var registration = UserRegistration.Start(new($"{username}n", email, A.PasswordHash, null, null, "en", "192.0.2.1", "Browser/1.0"), now);
        var verification = EmailVerification.Start(email, now);
        registration.Verify(verification);
        await site.ArrangeAsync(registration, verification);
        return registration.Id;
    }

    private static string LastPart(string address) => address.Split('?')[0].Split('/')[^1];

    private static string CookiesOf(Browser browser) => string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    [GeneratedRegex("«(?<name>[a-z-]+)»", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
