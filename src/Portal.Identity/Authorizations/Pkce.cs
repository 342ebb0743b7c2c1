using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>Proof that whoever redeems a code also asked for it (RFC 7636), by the one method <c>S256</c> (contract D28).</summary>
public static class Pkce
{
    /// <summary>The only value of <c>code_challenge_method</c>.</summary>
    public const string Method = "S256";

    private const int ChallengeLength = 43; // SHA-256 in base64url
    private const int ShortestVerifier = 43;
    private const int LongestVerifier = 128;
    private static readonly SearchValues<char> ChallengeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly SearchValues<char> VerifierCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>Whether the text can be a SHA-256 value, in base64url without padding (RFC 7636 §4.2).</summary>
    public static bool IsChallenge(string text) => text.Length == ChallengeLength && !text.AsSpan().ContainsAnyExcept(ChallengeCharacters);

    /// <summary>Whether the text has the form of a verifier (RFC 7636 §4.1).</summary>
    public static bool IsVerifier(string text) =>
        text.Length is >= ShortestVerifier and <= LongestVerifier && !text.AsSpan().ContainsAnyExcept(VerifierCharacters);

    /// <summary>The challenge that a verifier answers.</summary>
    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>Whether the verifier is well formed and answers the challenge; takes as long for a near miss as for any other.</summary>
    public static bool Verify(string challenge, string verifier) =>
        IsVerifier(verifier)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ChallengeOf(verifier)), Encoding.ASCII.GetBytes(challenge));

    /// <summary>Compares what the authorization request and the token request gave (contract section 6.1, step 6).</summary>
    /// <returns><see langword="null"/> if both or neither are there and fit; else <c>invalid_request</c> for one without the other, <c>invalid_grant</c> for a wrong one.</returns>
    public static OAuthError? Check(string? challenge, string? verifier) => (challenge, verifier) switch
    {
        (null, null) => null,
        (not null, null) => OAuthError.InvalidRequest("The code was asked for with PKCE, so code_verifier is required."),
        (null, not null) => OAuthError.InvalidRequest("The code was asked for without PKCE, so code_verifier must not be given."),
        _ => Verify(challenge, verifier) ? null : OAuthError.InvalidGrant("PKCE failed: code_verifier does not answer the code_challenge."),
    };
}
