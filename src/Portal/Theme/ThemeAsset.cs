using System.IO.Compression;
using System.Security.Cryptography;

namespace Portal.Theme;

/// <summary>A file of a theme as browsers get it. Its name is made from its content, so that it can be kept for ever.</summary>
internal sealed class ThemeAsset
{
    private const int FingerprintLength = 8; // bytes

    private readonly byte[]? _brotli;
    private readonly byte[]? _gzip;

    /// <param name="extension">With its full stop.</param>
    public ThemeAsset(byte[] content, string extension, string contentType)
    {
        (Content, ContentType) = (content, contentType);
        Name = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, FingerprintLength)) + extension;
        if (contentType.StartsWith("text/", StringComparison.Ordinal) || contentType.EndsWith("+xml", StringComparison.Ordinal))
        {
            _brotli = Compress(content, stream => new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true));
            _gzip = Compress(content, stream => new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true));
        }
    }

    public byte[] Content { get; }

    public string ContentType { get; }

    /// <summary>The last part of its address.</summary>
    public string Name { get; }

    /// <summary>From the root of the site on.</summary>
    public string Path => ThemeEndpoints.Prefix + "/" + Name;

    /// <summary>How many bytes go over the line to a browser of our days.</summary>
    public int Weight => _brotli?.Length ?? Content.Length;

    /// <summary>The smallest form that the receiver can read.</summary>
    /// <param name="accepts">Whether it reads this coding (RFC 9110 §8.4.1).</param>
    public (byte[] Body, string? Encoding) For(Func<string, bool> accepts) =>
        _brotli is not null && accepts("br") ? (_brotli, "br")
        : _gzip is not null && accepts("gzip") ? (_gzip, "gzip")
        : (Content, null);

    public static int WeightOf(byte[] text) => Compress(text, stream => new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)).Length;

    private static byte[] Compress(byte[] content, Func<Stream, Stream> open)
    {
        using var result = new MemoryStream();
        using (var stream = open(result))
        {
            stream.Write(content);
        }

        return result.ToArray();
    }
}
