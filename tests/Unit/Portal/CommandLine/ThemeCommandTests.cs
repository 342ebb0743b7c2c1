using System.Text.Json;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What a designer types; no portal is set up where it is typed.</summary>
public sealed class ThemeCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_new_theme_is_whole_and_is_not_written_over()
    {
        var made = await RunAsync("theme new brand");
        var check = await RunAsync("theme check brand");
        var again = await RunAsync("theme new brand");

        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.True(check.Code == 0, check.Output);
        Assert.EndsWith("All is well.", check.Output, StringComparison.Ordinal);
        Assert.Equal(1, again.Code);
        Assert.Contains("is not empty", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_says_file_place_and_reason_and_ends_with_1()
    {
        await RunAsync("theme new brand");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "brand", "theme.json"), """{ "light": { "color": { "acent": { "$value": "#123456" } } } }""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "brand", "Logo.svg"), "x", TestContext.Current.CancellationToken);

        var (code, output, _) = await RunAsync("theme check brand");
        var json = await RunAsync("theme check brand", "--json");

        Assert.Equal(1, code);
        Assert.Contains("ERROR   theme.json     light.color.acent: there is no such token. Did you mean \"light.color.accent\"?", output, StringComparison.Ordinal);
        Assert.Contains("WARNING Logo.svg       nobody reads this. Did you mean \"logo.svg\"?", output, StringComparison.Ordinal);
        Assert.Equal(1, json.Code);
        Assert.Equal(2, JsonElement.Parse(json.Output).GetProperty("checks").GetArrayLength());
    }

    [Theory]
    [InlineData("theme check nowhere", "", "There is no folder")]
    [InlineData("theme import brand", "", "--accent is missing")]
    [InlineData("theme import brand", "--accent=red", "--accent is 'red', which is no colour")]
    [InlineData("theme import brand", "--accent=#12345678", "which is no colour")]
    [InlineData("theme import brand", "--accent=#123456 --corners=pointed", "--corners is 'pointed'; write sharp or soft or round.")]
    [InlineData("theme import brand", "--accent=#123456 --layout=wide", "--layout is 'wide'; write card or split or full.")]
    [InlineData("theme import brand", "--accent=#123456 --font=a{b}", "which is no list of fonts")]
    [InlineData("theme new", "", "Type it like this: theme new FOLDER")]
    public async Task What_cannot_be_done_is_said(string words, string options, string sentence)
    {
        var (code, _, error) = await RunAsync(words, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "brand")));
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string words, params string[] options) => CommandRun.RunAsync(_folder, words, options);
}
