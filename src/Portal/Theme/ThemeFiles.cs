using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.FileProviders;

namespace Portal.Theme;

/// <summary>The files of one theme, by names that this program knows: no name ever comes from a request.</summary>
/// <param name="prefix">Where in the folder they lie.</param>
internal sealed class ThemeFiles(IFileProvider folder, string prefix, List<ThemeProblem> all)
{
    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    private readonly SortedDictionary<string, byte[]> _read = new(StringComparer.Ordinal);

    /// <summary>Another one when one of the files has changed that pages are made from; those that only the style sheet is made from do not count.</summary>
    public string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (name, bytes) in _read.Where(file => file.Key is not (ThemeReader.Tokens or ThemeReader.Styles)))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(name));
                hash.AppendData(SHA256.HashData(bytes));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Reads a file that need not be there.</summary>
    /// <param name="most">In bytes.</param>
    public TResult? Read<TResult>(string name, int most, Func<ReadOnlyMemory<byte>, ThemeProblems, TResult?> read)
        where TResult : class
    {
        var file = folder.GetFileInfo(prefix + name);
        var problems = new ThemeProblems(name, all);
        if (!file.Exists || file.IsDirectory)
        {
            return null;
        }

        try
        {
            return ReadBytes(file, most) is { } bytes ? read(_read[name] = bytes, problems) : Refuse<TResult>(problems, $"this is larger than {most / 1024} KB.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse<TResult>(problems, "this cannot be read; look at who owns it.");
        }
    }

    /// <summary>The first of these kinds that there is.</summary>
    public ThemeAsset? ReadPicture(string name, string[] extensions)
    {
        var there = extensions.Where(extension => folder.GetFileInfo(prefix + name + extension) is { Exists: true, IsDirectory: false }).ToList();
        if (there.Count > 1)
        {
            all.Add(new(name + there[1], "", $"there is {name}{there[0]} too, which is taken; remove one of them.", ThemeProblemKind.Advice));
        }

        return there.Count == 0 ? null : Read(name + there[0], there[0] == ".svg" ? ThemeLimits.Svg : ThemeLimits.Image, (bytes, problems) => ImageFile.Read(bytes, there[0], problems));
    }

    public IReadOnlyList<string> NamesIn(string subfolder) => [.. folder.GetDirectoryContents(prefix + subfolder).Where(file => !file.IsDirectory).Select(file => file.Name).Order(StringComparer.Ordinal)];

    // What a file says of its length is not believed.
    private static byte[]? ReadBytes(IFileInfo file, int most)
    {
        var bytes = new byte[most + 1];
        using var stream = file.CreateReadStream();
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var start = bytes.AsSpan(0, length).StartsWith(Mark) ? Mark.Length : 0; // some editors begin a text so
        return length > most ? null : bytes[start..length];
    }

    private static TResult? Refuse<TResult>(ThemeProblems problems, string message)
        where TResult : class
    {
        problems.Add("", message);
        return null;
    }
}
