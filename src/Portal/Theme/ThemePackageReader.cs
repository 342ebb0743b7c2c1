using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Portal.Theme;

/// <summary>Reads the zip of a theme as what it is, a file from a stranger: names are those that a theme has, and sizes are what is counted, never what is said.</summary>
internal static partial class ThemePackageReader
{
    /// <summary>Of the zip, in bytes.</summary>
    public const int LargestArchive = 1024 * 1024;

    /// <summary>Of one file in it.</summary>
    public const int LargestFile = 256 * 1024;

    /// <summary>Of all files in it.</summary>
    public const int LargestTheme = 2 * 1024 * 1024;

    /// <summary>Files and folders.</summary>
    public const int MostEntries = 64;

    /// <summary>So many times as large as in the zip may a file be; words are ten times.</summary>
    public const int GreatestRatio = 100;

    private const int RatioFrom = 16 * 1024; // bytes; below, a short file of the same letters is no harm
    private const int TypeMask = 0xF000;
    private const int TypeFile = 0x8000;
    private const int TypeFolder = 0x4000;
    private const int TypeLink = 0xA000;
    private static readonly string[] Folders = [ThemeReader.Texts + "/", ThemeReader.Mails + "/"];

    public static ThemePackageReading Read(Stream source)
    {
        var (package, refusal) = Unpack(source);
        if (package is null)
        {
            return new ThemePackageReading(null, refusal, []);
        }

        var theme = ThemeReader.Read(package.AsFolder());
        return new ThemePackageReading(theme.IsSound ? package : null, null, theme.Problems);
    }

    /// <summary>Takes the files out, and says nothing of what is in them.</summary>
    public static (ThemePackage? Package, string? Refusal) Unpack(Stream source)
    {
        if (Limited.Read(source, LargestArchive) is not { } bytes)
        {
            return Refused($"The zip is larger than {LargestArchive / 1024} KB.");
        }

        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            return ProblemOf(archive.Entries) is { } problem ? Refused(problem) : ReadFiles(archive.Entries);
        }
        catch (InvalidDataException)
        {
            return Refused("This is no zip, or a part of it is missing.");
        }
    }

    private static (ThemePackage? Package, string? Refusal) Refused(string sentence) => (null, sentence);

    private static string? ProblemOf(IReadOnlyCollection<ZipArchiveEntry> entries)
    {
        if (entries.Count > MostEntries)
        {
            return $"The zip holds {entries.Count} files; a theme has {MostEntries} at most.";
        }

        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (ProblemOf(entry) is { } problem)
            {
                return $"\"{Shown(entry.FullName)}\": {problem}";
            }

            if (!names.TryAdd(entry.FullName, entry.FullName))
            {
                return names[entry.FullName] == entry.FullName
                    ? $"\"{Shown(entry.FullName)}\": this stands in the zip twice."
                    : $"\"{Shown(entry.FullName)}\": nothing but capital letters tells this from \"{Shown(names[entry.FullName])}\".";
            }
        }

        return names.Keys.FirstOrDefault(name => !name.EndsWith('/') && !ThemeReader.Names.Contains(name)) is { } stranger ? $"\"{Shown(stranger)}\": {Stranger(stranger)}" : null;
    }

    private static string? ProblemOf(ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        var type = (entry.ExternalAttributes >> 16) & TypeMask; // none where no Unix wrote it
        return name.Length == 0 || name.Any(char.IsControl) ? "this is no name of a file."
            : name.Contains('\\') ? "a name in a theme has no backslash."
            : name[0] == '/' || DriveForm().IsMatch(name) ? "this is a place on a disk, not in the folder of the theme."
            : name.TrimEnd('/').Split('/').Any(part => part is "" or "." or "..") ? "this leads out of the folder of the theme."
            : type == TypeLink ? "this is a link; a theme has files."
            : type is not (0 or TypeFile or TypeFolder) ? "this is neither a file nor a folder."
            : entry.IsEncrypted ? "this is locked with a password."
            : name.EndsWith('/') && !Folders.Contains(name, StringComparer.Ordinal) ? "a theme has no such folder; pack the files themselves, not the folder around them."
            : null;
    }

    private static string Stranger(string name) => name.IndexOf('/') is > 0 and var slash && ThemeReader.Names.Contains(name[(slash + 1)..])
        ? "this lies in a folder of its own; pack the files themselves, not the folder around them."
        : $"no theme has such a file.{Nearest.Hint(name, ThemeReader.Names)}";

    private static (ThemePackage? Package, string? Refusal) ReadFiles(IEnumerable<ZipArchiveEntry> entries)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var left = LargestTheme;
        foreach (var entry in entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            var (bytes, problem) = ReadFile(entry);
            left -= bytes?.Length ?? 0;
            if (bytes is null || left < 0)
            {
                return Refused(problem is null ? $"The files in the zip are larger than {LargestTheme / 1024} KB together." : $"\"{entry.FullName}\": {problem}");
            }

            files[entry.FullName] = bytes;
        }

        return (new ThemePackage(files), null);
    }

    private static (byte[]? Bytes, string? Problem) ReadFile(ZipArchiveEntry entry)
    {
        try
        {
            using var stream = entry.Open();
            var most = (int)Math.Min(LargestFile, Math.Max(RatioFrom, entry.CompressedLength * GreatestRatio));
            return Limited.Read(stream, most) switch
            {
                null when most < LargestFile => (null, $"this is more than {GreatestRatio} times as large as it is in the zip."),
                null => (null, $"this is larger than {LargestFile / 1024} KB."),
                var bytes when Checksum.Of(bytes) != entry.Crc32 => (null, Damaged),
                var bytes => (bytes, null),
            };
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            return (null, Damaged);
        }
    }

    private const string Damaged = "this is damaged, or packed in a way that is not read here.";

    private static string Shown(string name) => new([.. (name.Length <= 60 ? name : name[..60] + "…").Select(character => char.IsControl(character) ? '?' : character)]);

    [GeneratedRegex("^[A-Za-z]:", RegexOptions.NonBacktracking)]
    private static partial Regex DriveForm();
}
