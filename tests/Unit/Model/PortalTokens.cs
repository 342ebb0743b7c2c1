using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Clients;
using Portal.Identity.Devices;
using Portal.Identity.Protocol;
using Portal.Identity.Retention;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Model;

/// <summary>The same as <see cref="TokenModel"/>, done by the services on a database; each call goes to the next of the processes.</summary>
internal sealed class PortalTokens
{
    private static int _count;
    private static int _addresses;

    private readonly IReadOnlyList<IdentityHost> _processes;
    private readonly PortalUser _user = A.User($"model{Interlocked.Increment(ref _count)}");
    private readonly Dictionary<ModelledClient, Client> _clients = new()
    {
        [ModelledClient.App] = A.Client(),
        [ModelledClient.OtherApp] = A.Client(),
        [ModelledClient.Service] = A.ConfidentialClient(),
    };

    private BrowserSession _browser;
    private bool _browserEnded;
    private int _calls;

    private PortalTokens(IReadOnlyList<IdentityHost> processes)
    {
        _processes = processes;
        _browser = A.BrowserSession(_user, now: Clock.GetUtcNow());
    }

    public ManualClock Clock => _processes[0].Clock;

    public List<string> Codes { get; } = [];

    public List<(string Code, Guid GrantId)> DeviceCodes { get; } = [];

    public List<Guid> Sessions { get; } = [];

    public List<string> AccessTokens { get; } = [];

    public List<string> RefreshTokens { get; } = [];

    private IdentityHost Process => _processes[_calls++ % _processes.Count];

    public static async Task<PortalTokens> ArrangeAsync(IReadOnlyList<IdentityHost> processes)
    {
        var portal = new PortalTokens(processes);
        await portal.Process.ArrangeAsync([portal._user, portal._browser, .. portal._clients.Values]);
        return portal;
    }

    /// <summary>Whether the store has the token alive at this moment; no use of it.</summary>
    public async Task<bool> IsLiveAsync(string token) =>
        await FindAsync(token) is { IsLive: true } record && (record.ExpiresAt is not { } expiresAt || expiresAt >= Clock.GetUtcNow());

    public async Task ConsentAsync(ModelledClient client)
    {
        await SignInAsync();
        Codes.Add(new SecretGenerator().Text(32));
        await Process.ArrangeAsync(A.FulfilledGrant(_clients[client], _browser, Codes[^1], now: Clock.GetUtcNow()));
    }

    public Task<string> ExchangeAsync(string code, ModelledClient by) => AskAsync(by, beginsSession: true, ("grant_type", GrantTypes.AuthorizationCode), ("code", code));

    public async Task AskForDeviceAsync(ModelledClient client)
    {
        var requester = A.Requester(new IPAddress(Interlocked.Increment(ref _addresses)).ToString()); // each from an address of its own: requests are counted by address
        var asked = await ADevice.AskAsync(Process, _clients[client], requester: requester);
        var (deviceCode, userCode) = asked.Succeeded ? (asked.Value.DeviceCode, asked.Value.UserCode) : throw new InvalidOperationException(asked.Error.Description);
        DeviceCodes.Add((deviceCode, await Process.ReadAsync(database => database.DeviceCodeGrants.Where(grant => grant.UserCode == userCode).Select(grant => grant.Id).SingleAsync())));
    }

    public async Task<string> DecideAsync(Guid grantId, bool allow)
    {
        await SignInAsync();
        var decided = await Process.RunAsync<DeviceConsent, bool>(consent => allow
            ? consent.AllowAsync(grantId, A.Person(_user, _browser), "en", A.Requester(), CancellationToken.None)
            : consent.RejectAsync(grantId, "en", CancellationToken.None));
        return !decided ? "no question any more" : allow ? "allowed" : "denied";
    }

    public Task<string> PollAsync(string deviceCode, ModelledClient by) => AskAsync(by, beginsSession: true, ("grant_type", GrantTypes.DeviceCode), ("device_code", deviceCode));

    public Task<string> RefreshAsync(string token, ModelledClient by) => AskAsync(by, beginsSession: false, ("grant_type", GrantTypes.RefreshToken), ("refresh_token", token));

    public Task<string> ClientCredentialsAsync() => AskAsync(ModelledClient.Service, beginsSession: true, ("grant_type", GrantTypes.ClientCredentials));

    public async Task<string> IntrospectAsync(string token) =>
        await Process.RunAsync<TokenIntrospection, TokenRecord?>(introspection => introspection.FindLiveAsync(token, null, CancellationToken.None).AsTask()) is null ? "inactive" : "active";

    public async Task<string> RevokeAsync(string token, ModelledClient by)
    {
        var error = await Process.RunAsync<TokenRevocation, OAuthError?>(
            revocation => revocation.RevokeAsync(by == ModelledClient.Nameless ? null : _clients[by], A.Form(("token", token)), CancellationToken.None));
        return error is null ? "revoked" : Describe(error);
    }

    public async Task<string> EndByPersonAsync(Guid session) =>
        (await Process.RunAsync<AccountSessions, IReadOnlyList<SessionReference>>(sessions => sessions.EndAsync(_user.Id, SessionSelection.Of(new SessionReference(AccountSessionKind.OAuth, session)), CancellationToken.None))).Count == 1 ? "ended" : "gone";

    public Task EndOthersAsync() => Process.RunAsync<AccountSessions, int>(sessions => sessions.EndOthersAsync(_user.Id, _browser.Id, CancellationToken.None));

    public Task EndBrowserAsync()
    {
        _browserEnded = true;
        return Process.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_browser.Id, CancellationToken.None));
    }

    public Task LockAsync(bool locked)
    {
        DateTimeOffset? lockedAt = locked ? Clock.GetUtcNow() : null;
        return Process.ChangeAsync(database => database.Users.Where(user => user.Id == _user.Id).ExecuteUpdateAsync(user => user.SetProperty(row => row.LockedAt, lockedAt)));
    }

    public Task ForgetAsync() => Process.Services.GetRequiredService<DataRetention>().ApplyAsync(CancellationToken.None);

    private async Task SignInAsync()
    {
        if (_browserEnded)
        {
            _browser = A.BrowserSession(_user, now: Clock.GetUtcNow());
            _browserEnded = false;
            await Process.ArrangeAsync(_browser);
        }
    }

    private async Task<string> AskAsync(ModelledClient by, bool beginsSession, params (string Name, string? Value)[] parameters)
    {
        var answer = await AnApp.TokenAsync(Process, _clients[by], parameters);
        if (!answer.Succeeded)
        {
            return Describe(answer.Error);
        }

        AccessTokens.Add(answer.Value.AccessToken);
        if (answer.Value.RefreshToken is { } refreshToken)
        {
            RefreshTokens.Add(refreshToken);
        }

        if (beginsSession)
        {
            Sessions.Add((await FindAsync(answer.Value.AccessToken))!.SessionId);
        }

        return TokenModel.Granted;
    }

    private ValueTask<TokenRecord?> FindAsync(string token) =>
        Process.Services.GetRequiredService<TokenLookup>().FindAsync(TokenFormat.Classify(token), token, CancellationToken.None);

    private static string Describe(OAuthError error) => $"{error.Code} {error.Status}";
}
