using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Discovery;
using Portal.Identity.Jose;
using Portal.Identity.Protocol;

namespace Portal.Identity.Dpop;

/// <summary>Decides whether a request proves that its sender has a key: for this request, now, and for the first time (RFC 9449 §4.3).</summary>
public sealed class DpopProofVerifier(DpopNonces nonces, ReplayGuard replays, IssuerAddress issuer, TimeProvider clock)
{
    /// <summary>How long ago a proof may have been made.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>By how much the client's clock may be ahead.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private const string Type = "dpop+jwt";
    private const string Purpose = "dpop-proof";
    private const int LongestId = 1024;

    // Of every kind of key: the private and the shared ones (RFC 7518 §6).
    private static readonly string[] SecretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>What a proof may be signed with.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [.. JwtAlgorithm.Supported.Where(algorithm => !algorithm.IsSymmetric).Select(algorithm => algorithm.Name)];

    /// <param name="headers">The values of all <c>DPoP</c> headers of the request.</param>
    /// <param name="method">Of the request, as sent.</param>
    /// <param name="endpoint">The path of the endpoint that is called, one of <see cref="EndpointPaths"/>.</param>
    /// <param name="accessToken">What the request presents with the proof (§7); <see langword="null"/> where it asks for tokens.</param>
    /// <returns>The thumbprint of the key (RFC 7638); <c>invalid_dpop_proof</c> or <c>use_dpop_nonce</c> if nothing is proven.</returns>
    public async Task<OAuthResult<string>> VerifyAsync(IReadOnlyList<string?> headers, string method, string endpoint, string? accessToken, CancellationToken cancellationToken)
    {
        if (headers is not [{ } text] || !CompactJwt.TryParse(text, out var proof))
        {
            return OAuthError.InvalidDpopProof("There must be one DPoP header, and in it one JWT.");
        }

        if (CheckSignature(proof, out var thumbprint) is { } unsigned)
        {
            return OAuthError.InvalidDpopProof(unsigned);
        }

        if (CheckTarget(proof, method, endpoint, accessToken) is { } wrongTarget)
        {
            return OAuthError.InvalidDpopProof(wrongTarget);
        }

        if (proof.Text("jti") is not { Length: > 0 and <= LongestId } id)
        {
            return OAuthError.InvalidDpopProof("The proof needs a jti of at most 1024 characters.");
        }

        if (CheckTime(proof, out var madeAt) is { } wrongTime)
        {
            return OAuthError.InvalidDpopProof(wrongTime);
        }

        if (proof.Text("nonce") is not { } nonce || !nonces.IsFresh(nonce))
        {
            return OAuthError.UseDpopNonce("The proof needs the nonce of the header DPoP-Nonce.");
        }

        // Remembered for longer than it is accepted, so that it cannot be forgotten between the two.
        return await replays.TryUseAsync(Purpose, thumbprint, id, madeAt + Lifetime + ClockSkew, cancellationToken)
            ? thumbprint
            : OAuthError.InvalidDpopProof("The proof was used before: every one needs a jti of its own.");
    }

    private static string? CheckSignature(CompactJwt proof, out string thumbprint)
    {
        thumbprint = "";
        if (proof.Type != Type)
        {
            return "The proof's typ must be dpop+jwt.";
        }

        if (proof.HasCriticalExtensions || JwtAlgorithm.Find(proof.Algorithm) is not { IsSymmetric: false } algorithm)
        {
            return "The proof's alg must be one of dpop_signing_alg_values_supported.";
        }

        if (proof.Key is not { } json || Array.Exists(SecretMembers, json.ContainsKey) || PublicKey.Read(json) is not { } key)
        {
            return "The proof's jwk must be a public key for signatures, and nothing of a private one.";
        }

        thumbprint = key.Thumbprint;
        return key.Verifies(proof, algorithm) ? null : "The proof is not signed by its jwk.";
    }

    private string? CheckTarget(CompactJwt proof, string method, string endpoint, string? accessToken) =>
        proof.Text("htm") != method ? "The proof's htm must be the method of the request."
        : !IsAddressOf(endpoint, proof.Text("htu")) ? "The proof's htu must be the address of the request, without query and fragment."
        : accessToken is not null && proof.Text("ath") != HashOf(accessToken) ? "The proof's ath must be the hash of the access token."
        : null;

    private string? CheckTime(CompactJwt proof, out DateTimeOffset madeAt)
    {
        var now = clock.GetUtcNow();
        madeAt = default;
        if (!proof.TryReadTime("iat", out var issued) || issued is null)
        {
            return "The proof needs an iat, in seconds since 1970.";
        }

        madeAt = issued.Value;
        return madeAt <= now - Lifetime ? "The proof's iat lies 5 minutes back, or more."
            : madeAt > now + ClockSkew ? "The proof's iat lies ahead."
            : null;
    }

    // The public address, never what the request says of its host; both sides in one spelling (RFC 3986 §6.2).
    private bool IsAddressOf(string endpoint, string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.GetLeftPart(UriPartial.Path) == new Uri(issuer.Url(endpoint)).GetLeftPart(UriPartial.Path);

    private static string HashOf(string accessToken) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
}
