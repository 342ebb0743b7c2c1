using System.Text;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>Themes that change while the program runs.</summary>
public sealed class ThemesTests : IDisposable
{
    private readonly LogSink _log = new();
    private readonly LoggerFactory _loggers;

    public ThemesTests() => _loggers = new LoggerFactory([_log]);

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void Without_any_file_it_is_the_product()
    {
        using var themes = Of(new MemoryFolder());

        Assert.Equal("#186277", Accent(themes.Main));
        Assert.Contains("<svg", themes.Main.Logo.Value, StringComparison.Ordinal);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_change_is_seen_at_once_and_told_to_whoever_waits()
    {
        var folder = new MemoryFolder(Tokens("#111111"));
        using var themes = Of(folder);
        var (changed, before) = (themes.Changed, themes.Main);

        folder["theme.json"] = Tokens("#222222").Text;
        folder.Tell();

        Assert.Equal("#222222", Accent(themes.Main));
        Assert.True(changed.IsCancellationRequested);
        Assert.False(themes.Changed.IsCancellationRequested);
        Assert.NotEqual(before.Styles.Name, themes.Main.Styles.Name);
        Assert.Equal(before.Markup, themes.Main.Markup); // pages need not be drawn again
        Assert.Same(before.Styles, themes.Find(before.Styles.Name)); // pages that are open still have theirs
    }

    [Fact]
    public void A_change_of_what_pages_are_made_of_is_another_markup()
    {
        var folder = new MemoryFolder();
        using var themes = Of(folder);
        var before = themes.Main.Markup;

        folder["texts/en.json"] = """{ "common.continue": "Onwards" }""";
        folder.Tell();

        Assert.NotEqual(before, themes.Main.Markup);
        Assert.Equal("Onwards", themes.Main.Texts.For(["en"])["common.continue"]);
    }

    [Fact]
    public void A_broken_theme_keeps_the_last_good_one_and_says_so_once()
    {
        var folder = new MemoryFolder(Tokens("#111111"));
        using var themes = Of(folder);

        folder["theme.json"] = """{ "light": { "color": { "acent": { "$value": "#222222" } } } }""";
        folder.Tell();
        folder.Tell();

        Assert.Equal("#111111", Accent(themes.Main));
        var line = Assert.Single(_log.Lines);
        Assert.Equal((LogLevel.Error, 1101), (line.Level, line.Event.Id));
        Assert.Contains("light.color.acent", line.Message, StringComparison.Ordinal);

        folder["theme.json"] = Tokens("#333333").Text;
        folder.Tell();

        Assert.Equal("#333333", Accent(themes.Main));
        Assert.Equal(1102, _log.Lines[^1].Event.Id);
    }

    [Fact]
    public void One_broken_file_keeps_all_of_the_theme_as_it_was()
    {
        var folder = new MemoryFolder(Tokens("#111111"));
        using var themes = Of(folder);

        folder["theme.json"] = Tokens("#222222").Text;
        folder["custom.css"] = "@import 'https://evil.example/x.css';";
        folder.Tell();

        Assert.Equal("#111111", Accent(themes.Main));
    }

    [Fact]
    public void A_theme_that_is_broken_from_the_start_is_the_product()
    {
        using var themes = Of(new MemoryFolder(("theme.json", "{")));

        Assert.Equal("#186277", Accent(themes.Main));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void A_host_name_has_the_theme_in_its_folder_and_the_others_that_of_the_site()
    {
        var folder = new MemoryFolder(Tokens("#111111"), ("hosts/login.kestrel.example/theme.json", Tokens("#222222").Text), ("hosts/broken.example/theme.json", "{"));
        using var themes = Of(folder);

        Assert.Equal("#222222", Accent(themes.For("login.kestrel.example")));
        Assert.Equal("#222222", Accent(themes.For("Login.Kestrel.Example")));
        Assert.All([null, "", "other.example", "..", "hosts", "login.kestrel.example/", "broken.example"], host => Assert.Equal("#111111", Accent(themes.For(host))));
        Assert.All(themes.For("login.kestrel.example").Assets, asset => Assert.Same(asset, themes.Find(asset.Name)));
    }

    [Fact]
    public async Task A_file_on_a_disk_that_is_saved_is_noticed()
    {
        var directory = Directory.CreateTempSubdirectory("portal-theme-");
        using var themes = new Themes(new PhysicalFileProvider(directory.FullName), false, _loggers.CreateLogger<Themes>());
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "theme.json"), Tokens("#222222").Text, TestContext.Current.CancellationToken);

        while (themes.Changed is var changed && Accent(themes.Main) != "#222222")
        {
            var told = new TaskCompletionSource();
            await using var registration = changed.Register(() => told.TrySetResult());
            await told.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public void Files_of_long_ago_are_forgotten()
    {
        var folder = new MemoryFolder();
        using var themes = Of(folder);
        var first = themes.Main.Styles.Name;
        for (var i = 0; i < 40; i++)
        {
            folder["custom.css"] = $"h1 {{ order: {i} }}";
            folder.Tell();
        }

        Assert.Null(themes.Find(first));
    }

    private Themes Of(MemoryFolder folder) => new(folder, false, _loggers.CreateLogger<Themes>());

    private static (string Path, string Text) Tokens(string accent) => ("theme.json", $$"""{ "light": { "color": { "accent": { "$value": "{{accent}}" } } } }""");

    private static string Accent(SiteTheme theme)
    {
        Assert.Contains($"--accent:light-dark({theme.Tokens.Colour("light", "accent").ToHex()}, ", Encoding.UTF8.GetString(theme.Styles.Content), StringComparison.Ordinal);
        return theme.Tokens.Colour("light", "accent").ToHex();
    }
}
