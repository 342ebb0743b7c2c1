using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Discovery;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>What a client may know of the person it acts for (OpenID Connect Core §5.3; oauth contract, section 7.3).</summary>
public sealed class UserInfo(TokenIntrospection introspection, PortalDbContext database, SigningKeyRing keys, IssuerAddress issuer)
{
    private const string AccessTokenHint = "access_token";

    /// <summary>The claims as JSON, or as a JWT for a client that registered a signing algorithm; none if the token does not give them.</summary>
    public async Task<UserInfoClaims?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var record = await introspection.FindLiveAsync(token, AccessTokenHint, cancellationToken);
        if (record is not { UserId: { } userId, Username: { } username } || !record.Scope.Split(' ').Contains(MatrixScopes.OpenId, StringComparer.Ordinal))
        {
            return null;
        }

        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = Ulid.Encode(userId), ["username"] = username };
        if (record.Scope.Split(' ').Contains(MatrixScopes.Email, StringComparer.Ordinal))
        {
            await AddEmailAsync(claims, userId, cancellationToken);
        }

        var algorithm = await database.Clients.Where(client => client.Id == record.ClientId)
            .Select(client => client.UserinfoSignedResponseAlg).SingleAsync(cancellationToken);
        if (algorithm is null)
        {
            return new UserInfoClaims(JsonSerializer.Serialize(claims), false);
        }

        claims["iss"] = issuer.Issuer;
        claims["aud"] = record.WireClientId;
        return new UserInfoClaims(keys.Sign(algorithm, JsonSerializer.SerializeToUtf8Bytes(claims)), true);
    }

    // D14: the oldest address, since every address of an account is proven and none is first.
    private async Task AddEmailAsync(Dictionary<string, object> claims, Guid userId, CancellationToken cancellationToken)
    {
        var address = await database.UserEmails.Where(email => email.UserId == userId).OrderBy(email => email.CreatedAt)
            .Select(email => email.Address).FirstOrDefaultAsync(cancellationToken);
        if (address is not null)
        {
            claims["email"] = address;
            claims["email_verified"] = true;
        }
    }
}
