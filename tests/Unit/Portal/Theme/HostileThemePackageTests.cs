using System.IO.Compression;
using System.Text;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>A66: a zip from anybody is a theme, all of it, or nothing is taken.</summary>
public sealed class HostileThemePackageTests
{
    private const int Link = 0xA1FF << 16;
    private const int Socket = 0xC1FF << 16;

    [Theory]
    [InlineData("../theme.json", "\"../theme.json\": this leads out of the folder of the theme.")]
    [InlineData("texts/../../theme.json", "\"texts/../../theme.json\": this leads out of the folder of the theme.")]
    [InlineData("./theme.json", "\"./theme.json\": this leads out of the folder of the theme.")]
    [InlineData("texts//en.json", "\"texts//en.json\": this leads out of the folder of the theme.")]
    [InlineData("..", "\"..\": this leads out of the folder of the theme.")]
    public void A_path_that_leads_out(string name, string refusal) => Refuses(refusal, (name, "{}"));

    [Theory]
    [InlineData("/etc/theme.json", "\"/etc/theme.json\": this is a place on a disk, not in the folder of the theme.")]
    [InlineData("//server/share/theme.json", "\"//server/share/theme.json\": this is a place on a disk, not in the folder of the theme.")]
    [InlineData("C:/theme.json", "\"C:/theme.json\": this is a place on a disk, not in the folder of the theme.")]
    [InlineData("c:theme.json", "\"c:theme.json\": this is a place on a disk, not in the folder of the theme.")]
    public void A_path_on_the_disk_or_on_a_drive(string name, string refusal) => Refuses(refusal, (name, "{}"));

    [Theory]
    [InlineData("texts\\en.json")]
    [InlineData("..\\theme.json")]
    [InlineData("C:\\theme.json")]
    public void A_backslash(string name) => Refuses($"\"{name}\": a name in a theme has no backslash.", (name, "{}"));

    [Theory]
    [InlineData("theme.json\0.png", "\"theme.json?.png\": this is no name of a file.")]
    [InlineData("\u001b[31mtheme.json", "\"?[31mtheme.json\": this is no name of a file.")]
    public void A_name_with_characters_that_no_name_has(string name, string refusal) => Refuses(refusal, (name, "{}"));

    [Theory]
    [InlineData(Link, "\"custom.css\": this is a link; a theme has files.")]
    [InlineData(Socket, "\"custom.css\": this is neither a file nor a folder.")]
    public void A_symbolic_link_or_a_device(int attributes, string refusal) =>
        Refuses(refusal, Zip(archive => Add(archive, "custom.css", "/etc/passwd").ExternalAttributes = attributes));

    [Fact]
    public void A_name_that_stands_there_twice() => Refuses("\"theme.json\": this stands in the zip twice.", ("theme.json", "{}"), ("custom.css", ""), ("theme.json", "{}"));

    [Fact]
    public void Names_that_are_one_where_capitals_do_not_count() =>
        Refuses("\"Theme.json\": nothing but capital letters tells this from \"theme.json\".", ("theme.json", "{}"), ("Theme.json", "{}"));

    [Fact]
    public void A_name_that_is_too_long_to_be_shown() => Refuses($"\"{new string('a', 60)}…\": no theme has such a file.", (new string('a', 3000), ""));

    [Theory]
    [InlineData("index.html", "\"index.html\": no theme has such a file.")]
    [InlineData("Theme.json", "\"Theme.json\": no theme has such a file. Did you mean \"theme.json\"?")]
    [InlineData("theme.jsn", "\"theme.jsn\": no theme has such a file. Did you mean \"theme.json\"?")]
    [InlineData(".htaccess", "\".htaccess\": no theme has such a file.")]
    [InlineData("texts/tlh.json", "\"texts/tlh.json\": no theme has such a file. Did you mean")]
    [InlineData("hosts/a.example/theme.json", "\"hosts/a.example/theme.json\": no theme has such a file.")]
    public void A_file_that_no_theme_has(string name, string refusal)
    {
        var reading = ThemePackage.Read(Zip((name, "{}")));

        Assert.Null(reading.Package);
        Assert.StartsWith(refusal, reading.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("brand/theme.json", "\"brand/theme.json\": this lies in a folder of its own; pack the files themselves, not the folder around them.")]
    [InlineData("brand/", "\"brand/\": a theme has no such folder; pack the files themselves, not the folder around them.")]
    [InlineData("texts/more/", "\"texts/more/\": a theme has no such folder; pack the files themselves, not the folder around them.")]
    public void A_folder_in_a_folder(string name, string refusal) => Refuses(refusal, (name, ""));

    [Fact]
    public void One_file_that_unpacks_to_very_much()
    {
        // What is said of the size is not believed.
        var bomb = Zip(("custom.css", new string(' ', 10 * 1024 * 1024)));
        Assert.InRange(bomb.Length, 1, 16 * 1024);
        Refuses("\"custom.css\": this is larger than 256 KB.", bomb);

        var bytes = bomb.ToArray();
        foreach (var (signature, offset) in (ReadOnlySpan<(int, int)>)[(0x02014b50, 24), (0x04034b50, 22)])
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(At(bytes, signature) + offset), 100);
        }

        Refuses("\"custom.css\": this is damaged, or packed in a way that is not read here.", new MemoryStream(bytes));
    }

    [Fact]
    public void One_file_that_unpacks_to_many_times_its_size() =>
        Refuses("\"custom.css\": this is more than 100 times as large as it is in the zip.", ("custom.css", new string(' ', 200 * 1024)));

    [Fact]
    public void Many_files_that_unpack_to_very_much_together()
    {
        var noise = Noise(100 * 1024); // of sixteen letters: half of it is left
        var names = ThemeReader.Names.Where(name => name.EndsWith(".json", StringComparison.Ordinal)).Take(19);

        Refuses("The zip is larger than 1024 KB.", [.. ThemeReader.Names.Take(30).Select(name => (name, noise))]);
        Refuses("The files in the zip are larger than 2048 KB together.", [.. names.Select(name => (name, noise[..(16 * 1024)] + string.Concat(Enumerable.Repeat(noise[..1024], 200))))]);
    }

    [Fact]
    public void More_files_than_a_theme_has() =>
        Refuses("The zip holds 65 files; a theme has 64 at most.", [.. Enumerable.Range(0, 65).Select(index => ($"{index}", ""))]);

    [Fact]
    public void A_zip_that_never_ends()
    {
        using var endless = new EndlessStream();

        Assert.Equal("The zip is larger than 1024 KB.", ThemePackage.Read(endless).Refusal);
    }

    [Fact]
    public void One_that_is_locked_with_a_password() => Refuses("\"theme.json\": this is locked with a password.", Patched(("theme.json", "{}"), flags: 1, method: 8));

    [Theory]
    [InlineData(12)] // bzip2
    [InlineData(14)] // LZMA
    [InlineData(93)] // Zstandard
    [InlineData(99)] // as AES says
    public void One_that_is_packed_in_an_odd_way(ushort method) =>
        Refuses("\"theme.json\": this is damaged, or packed in a way that is not read here.", Patched(("theme.json", "{}"), flags: 0, method));

    [Fact]
    public void One_that_was_changed_on_its_way()
    {
        var bytes = Zip(archive => Add(archive, "custom.css", "h1 { order: 1 }", CompressionLevel.NoCompression)).ToArray();
        bytes[At(bytes, 0x04034b50) + 30 + "custom.css".Length] ^= 1;

        Refuses("\"custom.css\": this is damaged, or packed in a way that is not read here.", new MemoryStream(bytes));
    }

    [Fact]
    public void One_that_is_cut_off_anywhere()
    {
        var whole = Zip(("theme.json", "{}"), ("pages.json", "{}")).ToArray();

        for (var length = 0; length < whole.Length; length++)
        {
            var (package, refusal) = ThemePackageReader.Unpack(new MemoryStream(whole, 0, length));
            Assert.Null(package);
            Assert.NotNull(refusal);
        }
    }

    [Fact]
    public void Any_bytes_at_all_are_answered()
    {
        var whole = Zip(("theme.json", "{}"), ("pages.json", "{}"), ("texts/en.json", "{}")).ToArray();

        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var value in (ReadOnlySpan<byte>)[0, 1, 0x7F, 0xFF])
            {
                var bytes = whole.ToArray();
                bytes[at] = value;
                var (package, refusal) = ThemePackageReader.Unpack(new MemoryStream(bytes));
                Assert.True(package?.Files.Keys.All(ThemeReader.Names.Contains) ?? refusal is not null);
            }
        }
    }

    [Fact]
    public void No_zip_at_all() => Refuses("This is no zip, or a part of it is missing.", new MemoryStream(Encoding.UTF8.GetBytes("<html>")));

    [Fact]
    public void A_theme_in_it_that_is_broken_or_dangerous_is_refused_as_any_other()
    {
        var reading = ThemePackage.Read(Zip(("theme.json", "{}"), ("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script/></svg>")));

        Assert.Null(reading.Package);
        Assert.Null(reading.Refusal);
        Assert.Equal("logo.svg, <script>: a drawing cannot have a script.", Assert.Single(reading.Problems).ToString());
    }

    private static void Refuses(string refusal, params (string Name, string Text)[] files) => Refuses(refusal, Zip(files));

    private static void Refuses(string refusal, MemoryStream zip)
    {
        var reading = ThemePackage.Read(zip);

        Assert.Equal(refusal, reading.Refusal);
        Assert.Null(reading.Package);
    }

    private static MemoryStream Zip(params (string Name, string Text)[] files) => Zip(archive =>
    {
        foreach (var (name, text) in files)
        {
            Add(archive, name, text);
        }
    });

    private static MemoryStream Zip(Action<ZipArchive> fill)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            fill(archive);
        }

        stream.Position = 0;
        return stream;
    }

    private static ZipArchiveEntry Add(ZipArchive archive, string name, string text, CompressionLevel level = CompressionLevel.Optimal)
    {
        var entry = archive.CreateEntry(name, level);
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
        return entry;
    }

    /// <summary>The same words on both sides: in front of the file and in the list at the end.</summary>
    private static MemoryStream Patched((string Name, string Text) file, ushort flags, ushort method)
    {
        var bytes = Zip(file).ToArray();
        foreach (var (signature, offset) in (ReadOnlySpan<(int, int)>)[(0x02014b50, 8), (0x04034b50, 6)])
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(At(bytes, signature) + offset), flags);
            BitConverter.TryWriteBytes(bytes.AsSpan(At(bytes, signature) + offset + 2), method);
        }

        return new MemoryStream(bytes);
    }

    private static int At(byte[] bytes, int signature) => bytes.AsSpan().IndexOf(BitConverter.GetBytes(signature));

    private static string Noise(int length)
    {
        var text = new StringBuilder(length);
        for (var (i, value) = (0, 1u); i < length; i++, value = (value * 1664525) + 1013904223)
        {
            text.Append((char)('a' + (value >> 28)));
        }

        return text.ToString();
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(Span<byte> buffer)
        {
            buffer.Clear();
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
