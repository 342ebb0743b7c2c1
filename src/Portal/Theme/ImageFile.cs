using System.Buffers.Binary;
using Portal.Mail;

namespace Portal.Theme;

/// <summary>Pictures that a theme brings as they are: known by how they begin, never by their name.</summary>
internal static class ImageFile
{
    private const int HeaderLength = 24;
    private const int WidestLogo = 8;

    /// <summary>By extension.</summary>
    private static readonly (string Extension, string ContentType, Func<ReadOnlySpan<byte>, bool> Begins)[] Kinds =
    [
        (".png", "image/png", bytes => bytes.StartsWith((byte[])[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10])),
        (".jpg", "image/jpeg", bytes => bytes.StartsWith((byte[])[0xFF, 0xD8, 0xFF])),
        (".webp", "image/webp", bytes => bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)),
        (".avif", "image/avif", bytes => bytes.Length > 12 && bytes[4..].StartsWith("ftypavif"u8)),
        (".ico", "image/x-icon", bytes => bytes.StartsWith((byte[])[0, 0, 1, 0])),
    ];

    /// <summary>What a picture of the page can be; a drawing is smallest, and comes first.</summary>
    public static string[] ForPage { get; } = [".svg", ".avif", ".webp", ".jpg", ".png"];

    /// <summary>What a browser can show on a tab.</summary>
    public static string[] ForTab { get; } = [".svg", ".png", ".ico"];

    /// <summary>A PNG that stands in mails, where nothing can be drawn.</summary>
    public static MailPicture? ReadMailLogo(ReadOnlyMemory<byte> file, ThemeProblems problems)
    {
        var bytes = file.Span;
        if (bytes.Length < HeaderLength || Read(file, ".png", problems) is null)
        {
            problems.Add("", "this is not what its name says: it is no PNG.");
            return null;
        }

        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]));
        if (height is >= 28 and <= 400 && width >= height / 4 && width <= height * WidestLogo)
        {
            return new MailPicture(file.ToArray(), width, height);
        }

        problems.Add("", $"this is {width} times {height} pixels; the height is from 28 to 400, and the width up to {WidestLogo} times that. It is shown 28 pixels high.");
        return null;
    }

    public static ThemeAsset? Read(ReadOnlyMemory<byte> file, string extension, ThemeProblems problems)
    {
        if (extension == ".svg")
        {
            return SvgFile.ReadImage(file, problems) is { } svg ? new ThemeAsset(System.Text.Encoding.UTF8.GetBytes(svg), extension, "image/svg+xml") : null;
        }

        var kind = Array.Find(Kinds, kind => kind.Extension == extension);
        if (kind.Begins(file.Span))
        {
            return new ThemeAsset(file.ToArray(), extension, kind.ContentType);
        }

        problems.Add("", $"this is not what its name says: it is no {extension[1..].ToUpperInvariant()}.");
        return null;
    }
}
