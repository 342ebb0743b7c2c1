using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Authorizations;

/// <summary>Takes requests that clients push, and finds them again by their <c>request_uri</c> (RFC 9126).</summary>
public sealed class PushedAuthorizationRequests(
    PortalDbContext database, Storage storage, AuthorizationRequestJudge judge, RateLimiter limiter, IOptions<RateLimitOptions> limits, SecretGenerator secrets, TimeProvider clock)
{
    private const string UriPrefix = "urn:ietf:params:oauth:request_uri:";
    private const string RequestLimit = "pushed-authorization";
    private const int ReferenceLength = 43; // 256 bits

    /// <summary>Whether the text has the form of a <c>request_uri</c> of ours.</summary>
    public static bool IsOurs(string? requestUri) => requestUri?.StartsWith(UriPrefix, StringComparison.Ordinal) == true;

    /// <summary>Judges the request as <c>/authorize</c> would, and keeps one that may go on.</summary>
    /// <param name="client">Already authenticated (§2.1).</param>
    /// <returns>The refusal has the code that the client would get at its redirect URI, or <c>invalid_request</c> where it would get none (§2.3).</returns>
    public async Task<OAuthResult<PushedAuthorizationResponse>> PushAsync(Client client, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (form["request_uri"] is not null)
        {
            return OAuthError.InvalidRequest("request_uri cannot be pushed.");
        }

        // Of the client too: behind one address there may be a server with many people.
        var allowance = await limiter.TryTakeAsync(RequestLimit, limits.Value.Authorization, $"{client.Id} {RateLimitKeys.ForAddress(requester.Address)}", cancellationToken);
        if (!allowance.Allowed)
        {
            return OAuthError.TooManyRequests(allowance.RetryAfter);
        }

        var parameters = form.Parameters.Where(pair => AuthorizationParameters.Names.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        parameters["client_id"] = client.ClientId;
        if (requester.ProvenKey is { } key)
        {
            if ((form[AuthorizationParameters.KeyThumbprintName] ?? key) != key)
            {
                return OAuthError.InvalidDpopProof("dpop_jkt is not the thumbprint of the key of the proof."); // RFC 9449 §10.1
            }

            parameters[AuthorizationParameters.KeyThumbprintName] = key;
        }

        return judge.Judge(OAuthForm.Read(parameters!), client, isPushed: true) switch
        {
            AuthorizationDecision.RefusedOnPage page => OAuthError.InvalidRequest(page.Sentence),
            AuthorizationDecision.RefusedToClient refused => refused.Error,
            _ => await KeepAsync(client, parameters, cancellationToken),
        };
    }

    /// <summary>The request of that URI; none if it is unknown, has expired, or is another client's.</summary>
    public async Task<PushedAuthorizationRequest?> FindAsync(string requestUri, Client client, CancellationToken cancellationToken)
    {
        var (hash, now) = (TokenFormat.HashOf(requestUri), clock.GetUtcNow());
        return await database.PushedAuthorizationRequests.AsNoTracking()
            .SingleOrDefaultAsync(request => request.UriHash == hash && request.ClientId == client.Id && request.ExpiresAt > now, cancellationToken);
    }

    private async Task<OAuthResult<PushedAuthorizationResponse>> KeepAsync(Client client, Dictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var requestUri = UriPrefix + secrets.Text(ReferenceLength);
        await storage.WriteAsync(
            () =>
            {
                database.PushedAuthorizationRequests.Add(PushedAuthorizationRequest.Create(client, requestUri, parameters, clock.GetUtcNow()));
                return Task.CompletedTask;
            },
            cancellationToken);
        return new PushedAuthorizationResponse(requestUri, (long)PushedAuthorizationRequest.Lifetime.TotalSeconds);
    }
}
