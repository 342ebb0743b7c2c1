using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Discovery;
using Portal.Identity.Keys;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>Reads ID tokens that clients give back to say whom they mean (OpenID Connect Core §3.1.2.1, <c>id_token_hint</c>).</summary>
public sealed class IdTokenHints(SigningKeyRing keys, IssuerAddress issuer)
{
    /// <summary>Whom the token is about; none if we did not issue it, or not to this client. It may have expired.</summary>
    public async Task<Guid?> FindSubjectAsync(string token, Guid clientId)
    {
        var read = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.VerificationKeys,
            ValidAlgorithms = keys.Algorithms,
            ValidIssuer = issuer.Issuer,
            ValidAudience = Ulid.Encode(clientId),
            ValidateLifetime = false,
        });
        return read.IsValid && Ulid.TryDecode(read.SecurityToken is JsonWebToken { Subject: var subject } ? subject : null, out var id) ? id : null;
    }
}
