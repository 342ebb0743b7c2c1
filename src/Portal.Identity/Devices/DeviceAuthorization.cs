using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Discovery;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Devices;

/// <summary>Gives a device the codes with which a person lets it in (RFC 8628 §3.1; oauth contract, section 8.1).</summary>
public sealed class DeviceAuthorization(
    PortalDbContext database,
    RateLimiter limiter,
    SecretGenerator secrets,
    IssuerAddress issuer,
    IOptions<DeviceGrantOptions> options,
    IOptions<RateLimitOptions> limits,
    TimeProvider clock)
{
    /// <summary>Where the person types the code, below the public base.</summary>
    public const string VerificationPath = "link";

    private const string RequestLimit = "device-authorization";
    private const int DeviceCodeLength = 32;

    /// <param name="client">Already authenticated.</param>
    /// <param name="scope">As asked for; the policy judges it when the person decides.</param>
    /// <returns>The codes; <c>unauthorized_client</c> if the client is not registered for the grant; 429 after too many requests from this address.</returns>
    public async Task<OAuthResult<DeviceAuthorizationResponse>> RequestAsync(Client client, ScopeSet scope, Requester requester, CancellationToken cancellationToken)
    {
        if (!client.MayUse(GrantTypes.DeviceCode))
        {
            return OAuthError.UnauthorizedClient("The client is not registered for the Device Authorization Grant.");
        }

        // Anybody may ask, and each question is kept for days: so many an address, and no more.
        // A user code that is taken already loses to the unique index; the change runs again and draws another (D24).
        return await limiter.TryTakeAsync(
            RequestLimit, limits.Value.DeviceAuthorization, RateLimitKeys.ForAddress(requester.Address), () => Task.FromResult(Issue(client, scope, requester)), cancellationToken);
    }

    private DeviceAuthorizationResponse Issue(Client client, ScopeSet scope, Requester requester)
    {
        var (deviceCode, userCode) = (secrets.Text(DeviceCodeLength), UserCode.Draw(secrets));
        database.DeviceCodeGrants.Add(DeviceCodeGrant.Request(client.Id, scope, deviceCode, userCode, requester, clock.GetUtcNow()));
        var address = issuer.Url(VerificationPath);
        return new DeviceAuthorizationResponse
        {
            DeviceCode = deviceCode,
            UserCode = userCode,
            VerificationUri = address,
            VerificationUriComplete = options.Value.DeviceCodeUserCodeAutoFillEnabled ? $"{address}?code={userCode}" : null,
        };
    }
}
