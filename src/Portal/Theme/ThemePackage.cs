using System.IO.Compression;
using Microsoft.Extensions.FileProviders;

namespace Portal.Theme;

/// <summary>A theme in one file, a zip: to keep it, to pass it on, to put it up elsewhere. Themes for host names are packages of their own.</summary>
internal sealed class ThemePackage
{
    public const string ContentType = "application/zip";

    private const int RegularFile = 0x81A4 << 16; // for everybody to read, as Unix writes it (Info-ZIP)

    // The first moment that a zip knows: an equal theme is an equal file.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal ThemePackage(SortedDictionary<string, byte[]> files) => Files = files;

    /// <summary>By their path in the folder, with <c>/</c>; names that a theme has, and no others.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>The same as a folder, to be read as any theme is.</summary>
    public IFileProvider AsFolder() => new ChangedFiles(new NullFileProvider(), Files.ToDictionary(file => file.Key, byte[]? (file) => file.Value, StringComparer.Ordinal));

    /// <summary>Takes the files of a theme, and leaves everything else that lies in the folder where it is.</summary>
    /// <param name="prefix">Where in it the theme lies: empty, or a path with a slash at its end.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ThemePackage Of(IFileProvider folder, string prefix = "")
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in ThemeReader.Names)
        {
            if (folder.GetFileInfo(prefix + name) is { Exists: true, IsDirectory: false } file)
            {
                using var stream = file.CreateReadStream();
                files[name] = Limited.Read(stream, ThemePackageReader.LargestFile) ?? throw new IOException($"{name} is larger than {ThemePackageReader.LargestFile / 1024} KB.");
            }
        }

        return new ThemePackage(files);
    }

    /// <summary>Writes the zip; equal themes give equal bytes.</summary>
    public void Write(Stream target)
    {
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, bytes) in Files)
        {
            var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
            (entry.LastWriteTime, entry.ExternalAttributes) = (Epoch, RegularFile);
            using var stream = entry.Open();
            stream.Write(bytes);
        }
    }

    /// <summary>Reads a zip that anybody may have made, and the theme in it. All of it is taken, or nothing.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ThemePackageReading Read(Stream source) => ThemePackageReader.Read(source);

    /// <summary>Puts the files into a folder that is not there yet, or empty. They are written beside it first: nobody ever finds half a theme there.</summary>
    /// <returns>Whether that was done; not where something lies already.</returns>
    /// <exception cref="IOException">Nothing can be written there; nothing is left behind.</exception>
    public bool PlaceIn(string folder)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            return false;
        }

        var fresh = $"{target}.{Path.GetRandomFileName()}";
        try
        {
            foreach (var (name, bytes) in Files)
            {
                var path = Path.Combine(fresh, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                file.Write(bytes);
            }

            Directory.CreateDirectory(fresh); // of no file at all
            if (Directory.Exists(target))
            {
                Directory.Delete(target); // only while it is empty
            }

            Directory.Move(fresh, target);
            return true;
        }
        finally
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
        }
    }
}

/// <summary>What a zip held.</summary>
/// <param name="Package">None if it is refused.</param>
/// <param name="Refusal">Why, in one sentence; none if only the theme in it is broken.</param>
/// <param name="Problems">What is wrong with the theme, as for any other; it may be refused for one of them.</param>
internal sealed record ThemePackageReading(ThemePackage? Package, string? Refusal, IReadOnlyList<ThemeProblem> Problems);
