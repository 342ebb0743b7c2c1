using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Jose;

namespace Portal.Identity.Keys;

/// <summary>A signing key in use: it signs, and shows its public part.</summary>
/// <param name="keyId">The <c>kid</c>; <see langword="null"/> for the RFC 7638 thumbprint.</param>
/// <param name="signsFrom">Until then it is only published, so that everybody has it when it is used first.</param>
internal sealed class SigningKeyPair(AsymmetricAlgorithm pair, SigningKeyKind kind, string? keyId, DateTimeOffset signsFrom) : IDisposable
{
    public string KeyId { get; } = keyId ?? ThumbprintOf(pair);

    public SigningKeyKind Kind => kind;

    public DateTimeOffset SignsFrom => signsFrom;

    /// <summary>The signature as JWS writes it (RFC 7518 §3.3 to §3.5).</summary>
    /// <param name="algorithm">One of the kind's.</param>
    public byte[] Sign(JwtAlgorithm algorithm, byte[] input) => pair is RSA rsa
        ? rsa.SignData(input, algorithm.Hash, algorithm.Padding)
        : ((ECDsa)pair).SignData(input, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The key as a JWK: no private member, and no <c>alg</c>, since an RSA key serves six (oauth contract, section 2).</summary>
    public SortedDictionary<string, string> ToJwk() => new(MembersOf(pair), StringComparer.Ordinal) { ["use"] = "sig", ["kid"] = KeyId };

    /// <summary>In PKCS#8; to be wiped after use.</summary>
    public byte[] ExportPrivateKey() => pair.ExportPkcs8PrivateKey();

    public void Dispose() => pair.Dispose();

    // RFC 7638 §3: the required members in the order of their names.
    private static string ThumbprintOf(AsymmetricAlgorithm pair)
    {
        var members = MembersOf(pair).Select(member => $"\"{member.Key}\":\"{member.Value}\"");
        return Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes($"{{{string.Join(',', members)}}}")));
    }

    private static SortedDictionary<string, string> MembersOf(AsymmetricAlgorithm pair)
    {
        if (pair is RSA rsa)
        {
            var numbers = rsa.ExportParameters(false);
            return new(StringComparer.Ordinal) { ["kty"] = "RSA", ["n"] = Base64UrlEncoder.Encode(numbers.Modulus), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent) };
        }

        var point = ((ECDsa)pair).ExportParameters(false).Q;
        return new(StringComparer.Ordinal)
        {
            ["kty"] = "EC",
            ["crv"] = SigningKeyKind.Of(pair)!.Name,
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
