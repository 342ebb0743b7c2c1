using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Clients;

/// <summary>The short way to "yes" for a client that comes often, public or with its secret: one prepared read. Whoever does not get it asks <see cref="ClientAuthenticator"/>, which knows why.</summary>
public sealed class ClientCheck(PreparedReads reads, SecretProtector protector, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    private static readonly PreparedRead<Row> Stored = new(
        """
        SELECT c.token_endpoint_auth_method, c.grant_types, c.dpop_bound_access_tokens, c.id_token_signed_response_alg, c.encrypted_client_secret, b.tokens, b.updated_at
        FROM clients c LEFT JOIN rate_limit_buckets b ON b.key = @p1
        WHERE c.id = @p0 AND c.id_url IS NULL
        """,
        row => new(
            row.Text(0), row.Texts(1), row.Flag(2), row.TextOrNone(3), row.TextOrNone(4), row.Has(5) ? new TokenBucket(row.Number(5), row.Time(6)) : null));

    /// <summary>Who the caller is, if that is certain: a public client, or one that authenticates with a secret, and gave it.</summary>
    /// <param name="authorization">The <c>Authorization</c> header, if there is one.</param>
    /// <returns>None where there is a doubt of any kind, and nothing is counted.</returns>
    public async ValueTask<CheckedClient?> FindAsync(string? authorization, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (PresentedCredentials.Recognise(authorization, form) is not { Succeeded: true, Value: PresentedCredentials.Secret or PresentedCredentials.IdOnly } recognised
            || !Ulid.TryDecode(recognised.Value.ClientId, out var id))
        {
            return null;
        }

        var presented = recognised.Value;
        var failures = presented is PresentedCredentials.Secret ? ClientAuthenticator.FailuresOf(id, requester) : ""; // who shows nothing fails at nothing
        return await reads.FindAsync(Stored, cancellationToken, id, failures) is { } row
            && presented.Fits(row.Method)
            && (presented is not PresentedCredentials.Secret secret || IsRight(secret, row))
            ? new(id, Ulid.Encode(id), row.Method, row.GrantTypes, row.DpopBoundAccessTokens, row.IdTokenSignedResponseAlg)
            : null;
    }

    private bool IsRight(PresentedCredentials.Secret presented, Row row)
    {
        try
        {
            return (row.Failures is not { } failures || failures.TryTake(limits.Value.ClientAuthentication, clock.GetUtcNow(), out _, out _))
                && row.EncryptedSecret is not null && presented.Matches(protector.Unprotect(row.EncryptedSecret));
        }
        catch (CryptographicException)
        {
            return false; // stored under another key
        }
    }

    private sealed record Row(
        string Method, string[] GrantTypes, bool DpopBoundAccessTokens, string? IdTokenSignedResponseAlg, string? EncryptedSecret, TokenBucket? Failures);
}
