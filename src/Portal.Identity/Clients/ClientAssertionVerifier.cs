using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Discovery;
using Portal.Identity.Jose;
using Portal.Identity.Keys;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>Decides whether a client signed the assertion that it presents, for us, now, and for the first time (RFC 7523 §3; oauth contract, section 0.4 and D1).</summary>
public sealed class ClientAssertionVerifier(SecretProtector protector, ClientKeySets keySets, ReplayGuard replays, IssuerAddress issuer, TimeProvider clock)
{
    /// <summary>How far ahead <c>exp</c> may lie, and how far back <c>iat</c>: so long an id is remembered.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);

    /// <summary>By how much two clocks may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private const string Purpose = "client-assertion";
    private const int LongestId = 1024;

    /// <param name="client">Registered to authenticate with assertions.</param>
    /// <param name="endpoint">The path of the endpoint that is called, one of <see cref="EndpointPaths"/>.</param>
    /// <returns><see langword="null"/> if the assertion proves the client; <c>invalid_client</c> if not; <c>server_error</c> if there is nothing to check it with.</returns>
    public async Task<OAuthError?> CheckAsync(Client client, CompactJwt assertion, string endpoint, CancellationToken cancellationToken)
    {
        if (CheckParties(client, assertion, endpoint) is { } wrongParty)
        {
            return OAuthError.InvalidClient(wrongParty);
        }

        if (CheckTimes(assertion, out var expiresAt) is { } wrongTime)
        {
            return OAuthError.InvalidClient(wrongTime);
        }

        if (assertion.Text("jti") is not { Length: > 0 and <= LongestId } id)
        {
            return OAuthError.InvalidClient("The assertion needs a jti of at most 1024 characters.");
        }

        if (AlgorithmOf(client, assertion) is not { } algorithm)
        {
            return OAuthError.InvalidClient("The assertion is signed with an algorithm that the client did not register.");
        }

        if (await CheckSignatureAsync(client, assertion, algorithm, cancellationToken) is { } wrongSignature)
        {
            return wrongSignature;
        }

        return await replays.TryUseAsync(Purpose, client.ClientId, id, expiresAt + ClockSkew, cancellationToken)
            ? null
            : OAuthError.InvalidClient("The assertion was used before: every one needs a jti of its own.");
    }

    private string? CheckParties(Client client, CompactJwt assertion, string endpoint)
    {
        if (assertion.Text("iss") != client.ClientId || assertion.Text("sub") != client.ClientId)
        {
            return "The assertion's iss and sub must both be the client_id.";
        }

        string[] ours = [issuer.Issuer, issuer.Url(EndpointPaths.Token), issuer.Url(endpoint)];
        return assertion.Audiences.Any(audience => ours.Contains(audience, StringComparer.Ordinal)) ? null : "The assertion's aud must hold the issuer, or the address of this endpoint or of the token endpoint.";
    }

    private string? CheckTimes(CompactJwt assertion, out DateTimeOffset expiresAt)
    {
        var now = clock.GetUtcNow();
        expiresAt = default;
        if (!assertion.TryReadTime("exp", out var expires) || !assertion.TryReadTime("nbf", out var notBefore) || !assertion.TryReadTime("iat", out var issued) || expires is null)
        {
            return "The assertion needs an exp, and its times must be seconds since 1970.";
        }

        expiresAt = expires.Value;
        return expiresAt > now + LongestLifetime + ClockSkew ? "The assertion's exp lies more than an hour ahead." // first: nothing can be added to the end of the calendar
            : now >= expiresAt + ClockSkew ? "The assertion has expired."
            : notBefore > now + ClockSkew ? "The assertion is not valid yet."
            : issued > now + ClockSkew || issued < now - LongestLifetime - ClockSkew ? "The assertion's iat lies ahead, or more than an hour back."
            : null;
    }

    private static JwtAlgorithm? AlgorithmOf(Client client, CompactJwt assertion) =>
        !assertion.HasCriticalExtensions
        && JwtAlgorithm.Find(assertion.Algorithm) is { } algorithm
        && algorithm.IsSymmetric == client.TokenEndpointAuthMethod is ClientAuthMethod.SecretJwt
        && (client.TokenEndpointAuthSigningAlg is null || client.TokenEndpointAuthSigningAlg == algorithm.Name)
            ? algorithm
            : null;

    private async Task<OAuthError?> CheckSignatureAsync(Client client, CompactJwt assertion, JwtAlgorithm algorithm, CancellationToken cancellationToken) => client switch
    {
        { TokenEndpointAuthMethod: ClientAuthMethod.SecretJwt, EncryptedClientSecret: { } secret } => CheckMac(secret, assertion, algorithm),
        { TokenEndpointAuthMethod: ClientAuthMethod.PrivateKeyJwt, Jwks: { } keys } => PublicKeySet.TryParse(Encoding.UTF8.GetBytes(keys), out var set) && set.Verifies(assertion, algorithm) ? null : WrongSignature,
        { TokenEndpointAuthMethod: ClientAuthMethod.PrivateKeyJwt, JwksUri: { } address } => await CheckWithFetchedKeysAsync(address, assertion, algorithm, cancellationToken),
        _ => OAuthError.ServerError("The client has nothing to check its assertion with."),
    };

    // The library wants longer secrets than those that registration issues.
    private OAuthError? CheckMac(string encryptedSecret, CompactJwt assertion, JwtAlgorithm algorithm)
    {
        var secret = protector.Unprotect(encryptedSecret);
        var expected = algorithm.Name switch
        {
            "HS256" => HMACSHA256.HashData(secret, assertion.SigningInput),
            "HS384" => HMACSHA384.HashData(secret, assertion.SigningInput),
            _ => HMACSHA512.HashData(secret, assertion.SigningInput),
        };
        CryptographicOperations.ZeroMemory(secret);
        return CryptographicOperations.FixedTimeEquals(expected, assertion.Signature) ? null : WrongSignature;
    }

    private async Task<OAuthError?> CheckWithFetchedKeysAsync(string address, CompactJwt assertion, JwtAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var keys = await keySets.GetAsync(address, newer: false, cancellationToken);
        if (keys?.Verifies(assertion, algorithm) == false)
        {
            keys = await keySets.GetAsync(address, newer: true, cancellationToken);
        }

        return keys is null ? OAuthError.ServerError("The client's jwks_uri cannot be read.")
            : keys.Verifies(assertion, algorithm) ? null
            : WrongSignature;
    }

    private static OAuthError WrongSignature => OAuthError.InvalidClient("The assertion is not signed by a key of the client.");
}
