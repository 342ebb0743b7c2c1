using Portal.Hosting;
using Portal.Identity.Dpop;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.OAuth;

/// <summary>Reads the proof of a key that a request brings (RFC 9449 §4.1), and gives the next nonce to whoever brought one (§8).</summary>
internal sealed class DpopProofs(DpopProofVerifier verifier, DpopNonces nonces)
{
    /// <summary>The header of the proof.</summary>
    public const string Header = "DPoP";

    /// <summary>The header of the nonce.</summary>
    public const string NonceHeader = "DPoP-Nonce";

    /// <summary>Whether the request brings a proof, or what shall be one.</summary>
    public static bool IsIn(HttpRequest request) => request.Headers[Header].Count > 0;

    /// <summary>The requester together with the key that the request proves; as it is if the request brings no proof.</summary>
    /// <param name="endpoint">The path of the endpoint, one of <see cref="EndpointPaths"/>.</param>
    public async Task<OAuthResult<Requester>> ReadRequesterAsync(HttpContext context, string endpoint, CancellationToken cancellationToken)
    {
        var requester = context.GetRequester();
        if (!IsIn(context.Request))
        {
            return requester;
        }

        var key = await ReadKeyAsync(context, endpoint, accessToken: null, cancellationToken);
        return key.Succeeded ? requester with { ProvenKey = key.Value } : key.Error;
    }

    /// <summary>The thumbprint of the key that the request proves.</summary>
    /// <param name="endpoint">The path of the endpoint, one of <see cref="EndpointPaths"/>.</param>
    /// <param name="accessToken">What is presented with the proof.</param>
    public Task<OAuthResult<string>> ReadKeyAsync(HttpContext context, string endpoint, string? accessToken, CancellationToken cancellationToken)
    {
        context.Response.Headers[NonceHeader] = nonces.Current;
        return verifier.VerifyAsync(context.Request.Headers[Header], context.Request.Method, endpoint, accessToken, cancellationToken);
    }
}
