using Microsoft.Extensions.FileProviders;
using Portal.Tests.Unit.Http;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>A theme goes into one file and comes out of it whole.</summary>
public sealed class ThemePackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    public static TheoryData<string> Examples => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "docs", "designers", "themes")).Select(path => Path.GetFileName(path)!)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_goes_in_comes_out(string name)
    {
        var directory = Path.Combine(Repository.Root, "docs", "designers", "themes", name);
        using var folder = new PhysicalFileProvider(directory);
        var target = Path.Combine(_folder.FullName, name);

        var reading = ThemePackage.Read(Packed(ThemePackage.Of(folder)));
        Assert.Empty(reading.Problems);
        Assert.True(reading.Package!.PlaceIn(target));

        var expected = Directory.GetFiles(directory, "*", SearchOption.AllDirectories);
        Assert.Equal(expected.Select(path => Path.GetRelativePath(directory, path)).Order(), Directory.GetFiles(target, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(target, path)).Order());
        Assert.All(expected, path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(target, Path.GetRelativePath(directory, path)))));
        Assert.Equal([target], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Equal_themes_are_equal_files()
    {
        var folder = new MemoryFolder(("pages.json", "{}"), ("theme.json", "{}"));

        Assert.Equal(Packed(ThemePackage.Of(folder)).ToArray(), Packed(ThemePackage.Of(new MemoryFolder(("theme.json", "{}"), ("pages.json", "{}")))).ToArray());
    }

    [Fact]
    public void What_is_no_part_of_the_theme_stays_where_it_is()
    {
        var folder = new MemoryFolder(("theme.json", "{}"), ("README.md", "mine"), (".secret", "x"), ("hosts/a.example/theme.json", "{}"), ("texts/en.json", "{}"), ("emails/footer.txt", "x"));

        Assert.Equal(["emails/footer.txt", "texts/en.json", "theme.json"], ThemePackage.Of(folder).Files.Keys);
        Assert.Equal(["theme.json"], ThemePackage.Of(folder, "hosts/a.example/").Files.Keys);
    }

    [Fact]
    public void A_package_is_read_as_its_folder_is()
    {
        var package = ThemePackage.Of(new MemoryFolder(("theme.json", """{ "light": { "color": { "accent": { "$value": "#7d1f2d" } } } }"""), ("texts/en.json", """{ "common.continue": "Onwards" }""")));

        var theme = ThemeReader.Read(package.AsFolder()).Theme;

        Assert.Equal("#7d1f2d", theme.Tokens.Colour("light", "accent").ToHex());
        Assert.Equal("Onwards", theme.Texts.For(["en"])["common.continue"]);
    }

    [Fact]
    public void Nothing_is_put_where_something_lies()
    {
        var package = ThemePackage.Of(new MemoryFolder(("theme.json", "{}")));
        File.WriteAllText(Path.Combine(_folder.FullName, "mine"), "x");
        var empty = _folder.CreateSubdirectory("empty");

        Assert.False(package.PlaceIn(_folder.FullName));
        Assert.False(package.PlaceIn(Path.Combine(_folder.FullName, "mine")));
        Assert.True(package.PlaceIn(empty.FullName + Path.DirectorySeparatorChar));

        Assert.Equal(["theme.json"], Directory.GetFileSystemEntries(empty.FullName).Select(Path.GetFileName));
        Assert.Equal(["empty", "mine"], Directory.GetFileSystemEntries(_folder.FullName).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Where_nothing_can_be_written_nothing_is_left_behind()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "file"), "x");

        Assert.ThrowsAny<IOException>(() => ThemePackage.Of(new MemoryFolder(("theme.json", "{}"))).PlaceIn(Path.Combine(_folder.FullName, "file", "brand")));

        Assert.Equal(["file"], Directory.GetFileSystemEntries(_folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_designer_packs_and_somebody_else_unpacks()
    {
        await RunAsync("theme import brand", "--accent=#7d1f2d");

        var packed = await RunAsync("theme pack brand brand.zip");
        var unpacked = await RunAsync("theme unpack brand.zip other/place");
        var check = await RunAsync("theme check other/place");

        Assert.Equal((0, ""), (packed.Code, packed.Error));
        Assert.Contains("9 files are in", packed.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (unpacked.Code, unpacked.Error));
        Assert.Contains("The theme is in", unpacked.Output, StringComparison.Ordinal);
        Assert.Equal(0, check.Code);
    }

    [Theory]
    [InlineData("theme pack brand brand.zip", "brand.zip is there already; name another file.")]
    [InlineData("theme pack nowhere", "There is no folder")]
    [InlineData("theme pack broken", "The theme is not packed, because nobody could show it:\ntheme.json, line 1: this is no JSON")]
    [InlineData("theme pack brand nowhere/brand.zip", "There is no folder for")]
    [InlineData("theme unpack nothing.zip other", "There is no file")]
    [InlineData("theme unpack brand.zip brand", "is not empty; name a folder that is not there yet.")]
    [InlineData("theme unpack brand.zip", "Type it like this: theme unpack FILE.zip FOLDER")]
    [InlineData("theme unpack brand/theme.json other", "theme.json is refused, and nothing is written. This is no zip, or a part of it is missing.")]
    [InlineData("theme unpack broken.zip other", "broken.zip is refused, and nothing is written. The theme in it is broken:\ntheme.json, line 1: this is no JSON")]
    public async Task What_cannot_be_done_is_said_and_changes_nothing(string words, string sentence)
    {
        foreach (var (name, json) in (ReadOnlySpan<(string, string)>)[("brand", "{}"), ("broken", "{")])
        {
            var package = ThemePackage.Of(new MemoryFolder(("theme.json", json)));
            Assert.True(package.PlaceIn(Path.Combine(_folder.FullName, name)));
            File.WriteAllBytes(Path.Combine(_folder.FullName, name + ".zip"), Packed(package).ToArray());
        }

        var before = Directory.GetFileSystemEntries(_folder.FullName, "*", SearchOption.AllDirectories);

        var (code, _, error) = await RunAsync(words);

        Assert.Equal(1, code);
        Assert.Contains(sentence, error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.FullName, "*", SearchOption.AllDirectories));
    }

    private static MemoryStream Packed(ThemePackage package)
    {
        var stream = new MemoryStream();
        package.Write(stream);
        stream.Position = 0;
        return stream;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string words, params string[] options) => CommandRun.RunAsync(_folder, words, options);
}
