using Portal.Identity.Accounts;
using Portal.Identity.Legacy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Tests.Unit.Support;

/// <summary>An app of the legacy login, as seen from its services, and sessions of such apps as they are stored.</summary>
internal static class ALegacyApp
{
    public const string RedirectUri = "https://app.example/";

    public static LegacyDevice Device(string? id = null, string? name = null, bool canRefresh = false) => new(id, name, canRefresh);

    public static LegacySession Session(
        PortalUser user, string? deviceId = A.DeviceId, string? name = null, BrowserSession? browser = null, DateTimeOffset? now = null, string? userAgent = "Element/1.11 (Linux)") =>
        LegacySession.Begin(user.Id, browser?.Id, deviceId, name, userAgent, "192.0.2.1", now ?? ManualClock.Start);

    /// <summary>A sign-in that the person of the session has allowed.</summary>
    public static SsoLogin Fulfilled(BrowserSession session, string token, DateTimeOffset? now = null, string redirectUri = RedirectUri)
    {
        var login = SsoLogin.Request(redirectUri, now ?? ManualClock.Start);
        login.Fulfil(session, token, now ?? ManualClock.Start);
        return login;
    }

    /// <summary>Signs in with <see cref="A.Password"/>.</summary>
    public static Task<MatrixResult<LegacyLoginResponse>> SignInAsync(IdentityHost host, string name = "alice", LegacyDevice? device = null, Requester? requester = null) =>
        host.RunAsync<LegacyLogin, MatrixResult<LegacyLoginResponse>>(
            login => login.SignInAsync(new PasswordLogin(name, A.Password), device ?? Device(), requester ?? A.Requester(), CancellationToken.None));

    public static Task<MatrixResult<LegacyLoginResponse>> RedeemAsync(IdentityHost host, string token, LegacyDevice? device = null) =>
        host.RunAsync<LegacyLogin, MatrixResult<LegacyLoginResponse>>(login => login.RedeemAsync(token, device ?? Device(), A.Requester(), CancellationToken.None));

    public static Task<MatrixResult<LegacyRefreshResponse>> RefreshAsync(IdentityHost host, string token) =>
        host.RunAsync<LegacyRefresh, MatrixResult<LegacyRefreshResponse>>(refresh => refresh.RefreshAsync(token, A.Requester(), CancellationToken.None));

    public static T Granted<T>(MatrixResult<T> result) => result.Succeeded ? result.Value : throw new InvalidOperationException($"{result.Error.Code}: {result.Error.Sentence}");
}
