using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Portal.Tests.Unit.Components.Support;

/// <summary>The files that the component library gives to browsers, as they stand in the repository.</summary>
internal static partial class ComponentFiles
{
    public static string Folder { get; } = Path.Combine(Unit.Support.Repository.Root, "src", "Portal.Components", "wwwroot");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>A stylesheet without its comments.</summary>
    public static string ReadCss(string name) => Comment().Replace(Read(name), "");

    public static long CompressedSize(params IEnumerable<string> names) => names.Sum(name =>
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(Path.Combine(Folder, name)));
        }

        return compressed.Length;
    });

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
