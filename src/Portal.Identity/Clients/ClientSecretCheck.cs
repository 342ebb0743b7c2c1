using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Clients;

/// <summary>The short way to "yes" for a client that comes often, with its secret: one prepared read. Whoever does not get it asks <see cref="ClientAuthenticator"/>, which knows why.</summary>
public sealed class ClientSecretCheck(PreparedReads reads, SecretProtector protector, IOptions<RateLimitOptions> limits, TimeProvider clock)
{
    private static readonly PreparedRead<Row> Stored = new(
        """
        SELECT c.token_endpoint_auth_method, c.encrypted_client_secret, b.tokens, b.updated_at
        FROM clients c LEFT JOIN rate_limit_buckets b ON b.key = @p1
        WHERE c.id = @p0 AND c.id_url IS NULL
        """,
        row => new(row.Text(0), row.TextOrNone(1), row.Has(2) ? new TokenBucket(row.Number(2), row.Time(3)) : null));

    /// <summary>Whether the caller is certainly a client that authenticates with a secret, and gave it.</summary>
    /// <param name="authorization">The <c>Authorization</c> header, if there is one.</param>
    /// <returns>The client's id; none where there is a doubt of any kind, and nothing is counted.</returns>
    public async ValueTask<string?> FindAsync(string? authorization, OAuthForm form, Requester requester, CancellationToken cancellationToken)
    {
        if (PresentedCredentials.Recognise(authorization, form) is not { Succeeded: true, Value: PresentedCredentials.Secret presented }
            || !Ulid.TryDecode(presented.ClientId, out var id))
        {
            return null;
        }

        var key = ClientAuthenticator.FailuresOf(id, requester);
        return await reads.FindAsync(Stored, cancellationToken, id, key) is { } row
            && presented.Fits(row.Method)
            && (row.Failures is not { } failures || failures.TryTake(limits.Value.ClientAuthentication, clock.GetUtcNow(), out _, out _))
            && Matches(presented, row.EncryptedSecret)
            ? presented.ClientId
            : null;
    }

    private bool Matches(PresentedCredentials.Secret presented, string? encryptedSecret)
    {
        try
        {
            return encryptedSecret is not null && presented.Matches(protector.Unprotect(encryptedSecret));
        }
        catch (CryptographicException)
        {
            return false; // stored under another key
        }
    }

    private sealed record Row(string Method, string? EncryptedSecret, TokenBucket? Failures);
}
