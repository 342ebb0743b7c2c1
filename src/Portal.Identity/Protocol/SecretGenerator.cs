using System.Security.Cryptography;

namespace Portal.Identity.Protocol;

/// <summary>The one source of secrets and codes; replaced in a test that needs to know them.</summary>
public class SecretGenerator
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Random letters and digits, each drawn uniformly.</summary>
    /// <param name="length">In characters; each carries 5.95 bits.</param>
    public virtual string Text(int length) => RandomNumberGenerator.GetString(Alphanumeric, length);

    /// <summary>A decimal code of the given number of digits, zeros in front included.</summary>
    public virtual string Digits(int length) => RandomNumberGenerator.GetString("0123456789", length);

    /// <summary>Characters of an alphabet, each drawn uniformly.</summary>
    public virtual string Pick(string alphabet, int length) => RandomNumberGenerator.GetString(alphabet, length);

    /// <summary>Random bytes, for keys and nonces.</summary>
    public virtual byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);
}
