using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Bench.Measure;

/// <summary>All that an answer shows but its time: status, headers and body, with only the length of what is random in every answer.</summary>
internal static partial class AnswerShape
{
    /// <param name="typed">What was typed, which the body repeats; the same length in every try.</param>
    /// <returns>Equal for two answers exactly if they look alike.</returns>
    public static string Of(HttpResponseMessage response, byte[] body, params ReadOnlySpan<string> typed)
    {
        var text = WebUtility.HtmlDecode(Encoding.UTF8.GetString(body)); // escaped, random bytes are of any length
        foreach (var word in typed)
        {
            text = text.Replace(word, "TYPED", StringComparison.Ordinal);
        }

        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key != "Date")
            .SelectMany(header => header.Value.Select(value => $"{header.Key}: {WithoutRandom(Uri.UnescapeDataString(value))}"))
            .Order(StringComparer.Ordinal);
        var shape = string.Join('\n', headers);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)response.StatusCode}, {text.Length} characters, sha256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(WithoutRandom(text))))[..16]}\n{shape}");
    }

    // Tokens, nonces, ids and keys: long, and of this alphabet. Their length stays.
    private static string WithoutRandom(string text) =>
        Random().Replace(text, match => string.Create(CultureInfo.InvariantCulture, $"<{match.Length}>"));

    [GeneratedRegex("[A-Za-z0-9+/_%-]{20,}=*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Random();
}
