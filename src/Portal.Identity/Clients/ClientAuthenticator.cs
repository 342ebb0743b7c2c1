using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Identity.Keys;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Clients;

/// <summary>Finds out which client is calling, and that it is the one (RFC 6749 §2.3; oauth contract, section 0.4).</summary>
public sealed partial class ClientAuthenticator(
    ClientDirectory clients, SecretProtector protector, ClientAssertionVerifier assertions, RateLimiter limiter, IOptions<RateLimitOptions> limits, ILogger<ClientAuthenticator> logger)
{
    private const string FailureLimit = "client-authentication";

    /// <summary>Authenticates the caller of an endpoint.</summary>
    /// <param name="endpoint">Its path, one of <see cref="EndpointPaths"/>: an assertion may be meant for it alone.</param>
    /// <returns>
    /// The client; <c>invalid_request</c> if the credentials cannot be understood, <c>invalid_client</c> if they are wrong, <c>server_error</c>
    /// if there is nothing to check them with; 429 after too many wrong ones.
    /// </returns>
    public async Task<OAuthResult<Client>> AuthenticateAsync(
        string? authorization, OAuthForm form, Requester requester, string endpoint, CancellationToken cancellationToken)
    {
        var recognised = PresentedCredentials.Recognise(authorization, form);
        if (!recognised.Succeeded)
        {
            return recognised.Error;
        }

        var presented = recognised.Value;
        var client = await clients.FindAsync(presented.ClientId, requester, cancellationToken);
        if (client is null)
        {
            return OAuthError.InvalidClient("The client is not known here.");
        }

        if (!presented.Fits(client.TokenEndpointAuthMethod))
        {
            return OAuthError.InvalidClient($"The client is registered to authenticate with {client.TokenEndpointAuthMethod}.");
        }

        return presented is PresentedCredentials.IdOnly ? client : await VerifyAsync(client, presented, requester, endpoint, cancellationToken);
    }

    private async Task<OAuthResult<Client>> VerifyAsync(
        Client client, PresentedCredentials presented, Requester requester, string endpoint, CancellationToken cancellationToken)
    {
        var subject = SubjectOf(client.Id, requester);
        var allowance = await limiter.PeekAsync(FailureLimit, limits.Value.ClientAuthentication, subject, cancellationToken);
        if (!allowance.Allowed)
        {
            return OAuthError.TooManyRequests(allowance.RetryAfter);
        }

        var error = await CheckAsync(client, presented, endpoint, cancellationToken);
        switch (error?.Status)
        {
            case null:
                return client;
            case 401:
                await limiter.TryTakeAsync(FailureLimit, limits.Value.ClientAuthentication, subject, cancellationToken);
                return error;
            default:
                LogCannotCheck(client.Id, error.Description);
                return error;
        }
    }

    private async Task<OAuthError?> CheckAsync(Client client, PresentedCredentials presented, string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return presented switch
            {
                PresentedCredentials.Secret secret => CheckSecret(client, secret),
                PresentedCredentials.Assertion assertion => await assertions.CheckAsync(client, assertion.Jwt, endpoint, cancellationToken),
                _ => throw new InvalidOperationException("A client proves itself with a secret or an assertion."),
            };
        }
        catch (CryptographicException)
        {
            return OAuthError.ServerError("The client's secret cannot be read."); // stored under another key
        }
    }

    /// <summary>Where the wrong tries of one who says that they are the client are counted.</summary>
    internal static string FailuresOf(Guid clientId, Requester requester) => RateLimiter.KeyOf(FailureLimit, SubjectOf(clientId, requester));

    // By address too: a client's id is public, and a stranger's guesses must not shut the client out.
    private static string SubjectOf(Guid clientId, Requester requester) => $"{clientId} {RateLimitKeys.ForAddress(requester.Address)}";

    private OAuthError? CheckSecret(Client client, PresentedCredentials.Secret presented)
    {
        if (client.EncryptedClientSecret is null)
        {
            return OAuthError.ServerError("The client has no secret.");
        }

        return presented.Matches(protector.Unprotect(client.EncryptedClientSecret))
            ? null
            : OAuthError.InvalidClient("The client secret is wrong.");
    }

    [LoggerMessage(2402, LogLevel.Error, "Client {ClientId} cannot be authenticated: {Reason}")]
    private partial void LogCannotCheck(Guid clientId, string reason);
}
