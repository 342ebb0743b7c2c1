using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Clients;

/// <summary>Finds out which client is calling, and that it is the one (RFC 6749 §2.3; oauth contract, section 0.4).</summary>
public sealed class ClientAuthenticator(PortalDbContext database, SecretProtector protector, RateLimiter limiter, IOptions<RateLimitOptions> limits)
{
    private const string FailureLimit = "client-authentication";

    /// <summary>Authenticates the caller of the token, revocation or introspection endpoint.</summary>
    /// <returns>The client; <c>invalid_request</c> if the credentials cannot be understood, <c>invalid_client</c> if they are wrong; 429 after too many wrong ones.</returns>
    public async Task<OAuthResult<Client>> AuthenticateAsync(string? authorization, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        var recognised = PresentedCredentials.Recognise(authorization, form);
        if (!recognised.Succeeded)
        {
            return recognised.Error;
        }

        var presented = recognised.Value;
        var client = await FindAsync(presented.ClientId, cancellationToken);
        if (client is null)
        {
            return OAuthError.InvalidClient("The client is not known here.");
        }

        if (client.TokenEndpointAuthMethod != presented.Method)
        {
            return OAuthError.InvalidClient($"The client is registered to authenticate with {client.TokenEndpointAuthMethod}.");
        }

        return presented.Secrets.Count == 0 ? client : await VerifySecretAsync(client, presented, requester, cancellationToken);
    }

    /// <summary>The client of this id; none if the text is no id or nobody has it.</summary>
    public async Task<Client?> FindAsync(string? clientId, CancellationToken cancellationToken) =>
        Ulid.TryDecode(clientId, out var id)
            ? await database.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == id, cancellationToken)
            : null;

    private async Task<OAuthResult<Client>> VerifySecretAsync(Client client, PresentedCredentials presented, Requester requester, CancellationToken cancellationToken)
    {
        // By address too: a client's id is public, and a stranger's guesses must not shut the client out.
        var subject = $"{client.Id} {RateLimitKeys.ForAddress(requester.Address)}";
        var allowance = await limiter.PeekAsync(FailureLimit, limits.Value.ClientAuthentication, subject, cancellationToken);
        if (!allowance.Allowed)
        {
            return OAuthError.TooManyRequests(allowance.RetryAfter);
        }

        var expected = protector.Unprotect(client.EncryptedClientSecret!);
        if (presented.Secrets.Any(secret => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), expected)))
        {
            return client;
        }

        await limiter.TryTakeAsync(FailureLimit, limits.Value.ClientAuthentication, subject, cancellationToken);
        return OAuthError.InvalidClient("The client secret is wrong.");
    }
}
