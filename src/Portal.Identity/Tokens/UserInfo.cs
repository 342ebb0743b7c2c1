using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Discovery;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>What a client may know of the person it acts for (OpenID Connect Core §5.3; oauth contract, section 7.3).</summary>
public sealed class UserInfo(TokenIntrospection introspection, PortalDbContext database, PersonClaims person, SigningKeyRing keys, IssuerAddress issuer)
{
    private const string AccessTokenHint = "access_token";

    /// <summary>The token is bound to a key, and nothing proves that its bearer has it (RFC 9449 §7.2).</summary>
    public static OAuthError NeedsProof { get; } = OAuthError.InvalidToken("The token is bound to a key: present it with the scheme DPoP and a proof by that key.");

    private static OAuthError NotBound { get; } = OAuthError.InvalidToken("The token is not bound to the key of the proof.");

    private static OAuthError Worthless { get; } = OAuthError.InvalidToken("The token gives no claims.");

    /// <summary>The claims as JSON, or as a JWT for a client that registered a signing algorithm.</summary>
    /// <param name="provenKey">The thumbprint of the key of the proof that came with the token; <see langword="null"/> if it came as a bearer token.</param>
    /// <returns><c>invalid_token</c> if the token does not give them, or is not bound to that key.</returns>
    public async Task<OAuthResult<UserInfoClaims>> FindAsync(string token, string? provenKey, CancellationToken cancellationToken)
    {
        var record = await introspection.FindLiveAsync(token, AccessTokenHint, cancellationToken);
        if (record is not null && record.KeyThumbprint != provenKey)
        {
            return provenKey is null ? NeedsProof : NotBound;
        }

        if (record is not { IsOAuth: true, UserId: { } userId, Username: { } username } || !record.Scope.Split(' ').Contains(MatrixScopes.OpenId, StringComparer.Ordinal))
        {
            return Worthless;
        }

        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = Ulid.Encode(userId), ["username"] = username };
        var asked = await (from session in database.OAuthSessions
                           join client in database.Clients on session.ClientId equals client.Id
                           where session.Id == record.SessionId
                           select new { session.Claims, Algorithm = client.UserinfoSignedResponseAlg }).SingleAsync(cancellationToken);
        await person.AddAsync(claims, userId, username, ClaimNames.Of(record.Scope).Concat(RequestedClaims.Read(asked.Claims).UserInfo), cancellationToken);
        if (asked.Algorithm is not { } algorithm)
        {
            return new UserInfoClaims(JsonSerializer.Serialize(claims), false);
        }

        claims["iss"] = issuer.Issuer;
        claims["aud"] = record.WireClientId!;
        return new UserInfoClaims(keys.Sign(algorithm, JsonSerializer.SerializeToUtf8Bytes(claims)), true);
    }
}
