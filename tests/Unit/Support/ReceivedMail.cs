using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Tests.Unit.Support;

/// <summary>A mail as it came over the wire, and what a mail program would show of it.</summary>
/// <param name="From">The sender of the envelope.</param>
/// <param name="To">The recipients of the envelope.</param>
/// <param name="Content">Headers and body, dots unstuffed, lines ended by CRLF.</param>
/// <param name="WasEncrypted">Whether it came through TLS.</param>
/// <param name="Username">Who had signed in; <see langword="null"/> for nobody.</param>
public sealed partial record ReceivedMail(string From, IReadOnlyList<string> To, string Content, bool WasEncrypted, string? Username)
{
    /// <summary>The header fields, unfolded but not decoded.</summary>
    public ILookup<string, string> Headers { get; } = HeadersOf(Split(Content).Head);

    public string Subject => DecodeWords(Headers["Subject"].Single());

    /// <summary>The part for programs that show plain text, decoded; lines end in LF.</summary>
    public string Text => Part("text/plain");

    /// <summary>The HTML part, decoded; lines end in LF.</summary>
    public string Html => Part("text/html");

    /// <summary>Reads a header with encoded words (RFC 2047).</summary>
    public static string DecodeWords(string header) =>
        EncodedWord().Replace(BetweenWords().Replace(header, "?==?"), match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups["text"].Value)));

    /// <summary>Reads quoted-printable text (RFC 2045 §6.7).</summary>
    public static string DecodeQuotedPrintable(string text)
    {
        var bytes = new List<byte>();
        text = text.Replace("=\r\n", "", StringComparison.Ordinal).ReplaceLineEndings("\n");
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
                continue;
            }

            bytes.Add((byte)text[i]);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>The parts of the body, in order, as they came: headers, empty line, encoded content.</summary>
    public IReadOnlyList<string> Parts()
    {
        var boundary = Boundary().Match(Headers["Content-Type"].Single()).Groups["text"].Value;
        var pieces = ("\r\n" + Split(Content).Body).Split($"\r\n--{boundary}");
        return [.. pieces.Skip(1).SkipLast(1).Select(piece => piece[2..])];
    }

    private string Part(string mediaType)
    {
        var part = Parts().Select(Split).Single(part => HeadersOf(part.Head)["Content-Type"].Single().StartsWith(mediaType, StringComparison.Ordinal));
        return DecodeQuotedPrintable(part.Body);
    }

    private static (string Head, string Body) Split(string content)
    {
        var end = content.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (content[..end], content[(end + 4)..]);
    }

    private static ILookup<string, string> HeadersOf(string head) =>
        head.Replace("\r\n ", " ", StringComparison.Ordinal)
            .Split("\r\n")
            .Select(line => line.Split(": ", 2))
            .ToLookup(field => field[0], field => field[1], StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"=\?utf-8\?B\?(?<text>[A-Za-z0-9+/=]*)\?=", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"\?= +=\?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BetweenWords();

    [GeneratedRegex("boundary=\"(?<text>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Boundary();
}
