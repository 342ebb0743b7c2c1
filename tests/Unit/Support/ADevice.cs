using Portal.Identity.Clients;
using Portal.Identity.Devices;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;

namespace Portal.Tests.Unit.Support;

/// <summary>A device without a browser of its own, and what its owner does about it.</summary>
internal sealed class ADevice
{
    private readonly IdentityHost _host;
    private readonly AnApp _app;
    private readonly DeviceAuthorizationResponse _codes;

    private ADevice(IdentityHost host, AnApp app, DeviceAuthorizationResponse codes, Guid grantId) => (_host, _app, _codes, GrantId) = (host, app, codes, grantId);

    public Guid GrantId { get; }

    public string DeviceCode => _codes.DeviceCode;

    public string UserCode => _codes.UserCode;

    /// <summary>A device that shows its code.</summary>
    public static async Task<ADevice> RequestAsync(IdentityHost host, AnApp app, string scope = A.MatrixScope)
    {
        var asked = await AskAsync(host, app.Client, scope);
        var codes = asked.Succeeded ? asked.Value : throw new InvalidOperationException(asked.Error.Description);
        var found = await EnterAsync(host, codes.UserCode);
        return new ADevice(host, app, codes, ((UserCodeOutcome.Found)found).GrantId);
    }

    public static Task<OAuthResult<DeviceAuthorizationResponse>> AskAsync(IdentityHost host, Client client, string scope = A.MatrixScope, Requester? requester = null) =>
        host.RunAsync<DeviceAuthorization, OAuthResult<DeviceAuthorizationResponse>>(
            devices => devices.RequestAsync(client, scope.Length == 0 ? ScopeSet.Empty : A.Scope(scope), requester ?? A.Requester(), CancellationToken.None));

    /// <summary>Somebody types a code.</summary>
    public static Task<UserCodeOutcome> EnterAsync(IdentityHost host, string code, Requester? requester = null, SignedInPerson? person = null) => host.RunAsync<UserCodeLookup, UserCodeOutcome>(
        lookup => lookup.FindAsync(code, person, requester ?? A.Requester(), CancellationToken.None));

    public Task<bool> AllowAsync(IdentityHost? on = null, Requester? requester = null) => (on ?? _host).RunAsync<DeviceConsent, bool>(
        consent => consent.AllowAsync(GrantId, A.Person(_app.User, _app.Browser), "en", requester ?? A.Requester(), CancellationToken.None));

    public Task<bool> RejectAsync(IdentityHost? on = null) => (on ?? _host).RunAsync<DeviceConsent, bool>(
        consent => consent.RejectAsync(GrantId, "en", CancellationToken.None));

    /// <summary>The device asks whether somebody has decided.</summary>
    public Task<OAuthResult<TokenResponse>> PollAsync(IdentityHost? on = null, Client? by = null) =>
        AnApp.TokenAsync(on ?? _host, by ?? _app.Client, ("grant_type", GrantTypes.DeviceCode), ("device_code", DeviceCode));

    public async Task<(string? Code, int? Status)> PollErrorAsync() => await PollAsync() is { Error: { } error } ? (error.Code, error.Status) : default;
}
