using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Clients.Logos;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Clients;

/// <summary>Lets clients register themselves (RFC 7591; oauth contract, section 3).</summary>
public sealed class ClientRegistrar(
    PortalDbContext database,
    Storage storage,
    ClientMetadataReader reader,
    ClientRegistrationPolicy policy,
    RequesterPolicy requesters,
    RateLimiter limiter,
    SecretProtector protector,
    SecretGenerator secrets,
    ClientLogos logos,
    IOptions<RateLimitOptions> limits,
    TimeProvider clock)
{
    /// <summary>The name of the allowance for new clients.</summary>
    internal const string Limit = "client-registration";

    private const int SecretLength = 20;

    /// <summary>Registers the client, or finds the one that registered with the same metadata before.</summary>
    /// <param name="body">The request's JSON.</param>
    public async Task<OAuthResult<RegisteredClient>> RegisterAsync(ReadOnlyMemory<byte> body, Requester requester, CancellationToken cancellationToken)
    {
        var allowance = await limiter.TryTakeAsync(
            Limit, limits.Value.ClientRegistration, RateLimitKeys.ForAddress(requester.Address), cancellationToken);
        if (!allowance.Allowed)
        {
            return OAuthError.TooManyRequests(allowance.RetryAfter);
        }

        var metadata = reader.Read(body);
        if (!metadata.Succeeded)
        {
            return metadata.Error;
        }

        if (policy.Check(metadata.Value) is { } violation)
        {
            return violation;
        }

        if (requesters.Check(requester) is [var banned, ..])
        {
            return OAuthError.InvalidClientMetadata(banned.Message);
        }

        var registered = ClientAuthMethod.Find(metadata.Value.TokenEndpointAuthMethod)?.NeedsSecret == true
            ? await AddWithSecretAsync(metadata.Value, cancellationToken)
            : await FindOrAddAsync(metadata.Value, cancellationToken);
        await logos.FetchIfDueAsync(registered.Client, cancellationToken);
        return registered;
    }

    private Task<RegisteredClient> AddWithSecretAsync(ClientMetadata metadata, CancellationToken cancellationToken) => storage.WriteAsync(
        () =>
        {
            var secret = secrets.Text(SecretLength);
            var client = Client.Register(metadata, null, protector.Protect(secret), clock.GetUtcNow());
            database.Clients.Add(client);
            return Task.FromResult(new RegisteredClient(client, secret));
        },
        cancellationToken);

    // Of two equal registrations at the same moment one loses to the unique digest, runs again and finds the other (D6).
    private Task<RegisteredClient> FindOrAddAsync(ClientMetadata metadata, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var digest = MetadataDigest.Of(metadata);
            var client = await database.Clients.SingleOrDefaultAsync(client => client.MetadataDigest == digest, cancellationToken);
            if (client is null)
            {
                client = Client.Register(metadata, digest, null, clock.GetUtcNow());
                database.Clients.Add(client);
            }

            return new RegisteredClient(client, null);
        },
        cancellationToken);
}
