using Portal.CommandLine;
using Portal.CommandLine.Diagnosis;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>Themes that nobody should put up, each refused for its own reason.</summary>
public sealed class ThemeCheckTests
{
    private const string Svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 28 28'>";

    public static TheoryData<string, string, string> Refused => new()
    {
        { "theme.json", "{", "this is no JSON" },
        { "theme.json", """{ "light": { "color": { "acent": { "$value": "#111" } } } }""", "there is no such token" },
        { "theme.json", """{ "light": { "color": { "text": { "$value": "{reference.ink}" } } } }""", "there is no token \"reference.ink\" to point at" },
        { "theme.json", """{ "light": { "color": { "text": { "$value": "{light.color.text}" } } } }""", "go round in a circle" },
        { "theme.json", """{ "light": { "color": { "text": { "$value": "ink" } } } }""", "is no colour" },
        { "theme.json", """{ "light": { "color": { "text": { "$value": "{radius.base}" } } } }""", "is a dimension, but this must be a color" },
        { "theme.json", """{ "layout": { "control": { "$value": { "value": 20, "unit": "px" } } } }""", "is too little" },
        { "theme.json", """{ "radius": { "tile-max": { "$value": { "value": 99, "unit": "px" } } } }""", "protects people" },
        { "theme.json", """{ "light": { "color": { "text": { "$value": "#999" } } } }""", "light.color.text: on surface-page it has" },
        { "theme.json", """{ "dark": { "color": { "focus": { "$value": "#333" } } } }""", "(the focus ring)" },
        { "theme.json", """{ "light": { "color": { "on-accent": { "$value": "#3c8397" } } } }""", "(the main button)" },
        { "logo.svg", Svg + "<script>1</script></svg>", "cannot have a script" },
        { "logo.svg", Svg + "<image href='https://evil.example/x.png'/></svg>", "cannot load another picture" },
        { "logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 800 28'/>", "times as wide as high" },
        { "custom.css", "@import 'https://evil.example/x.css';", "@import is not allowed" },
        { "custom.css", "h1 { background: url(javascript:alert(1)) }", "url() is not allowed" },
        { "custom.css", ".answers { display: none }", "tells people who asks" },
        { "pages.json", """{ "footer": [{ "text": "Help", "href": "javascript:alert(1)" }] }""", "begins with https:" },
        { "texts/en.json", """{ "sign-in.titel": "Welcome" }""", "there is no such text" },
        { "texts/en.json", """{ "sign-in.title": "Welcome" }""", "{0} is missing" },
        { "texts/en.json", """{ "sign-in.title": "Welcome to {1}" }""", "there is nothing to put into {1}" },
        { "background.png", "GIF89a", "this is not what its name says" },
        { "pages.json", """{ "methods": ["passkey", "pasword"] }""", "methods[1]: there is no such way to sign in" },
        { "emails/header.html", "<p>Kestrel</p>\n<img src='https://evil.example/pixel.png'>", "line 2: <img>: a mail loads no picture" },
        { "emails/footer.html", "<p><a href='javascript:alert(1)'>Help</a></p>", "line 1: <a href>: a link leads to an address that begins with https://" },
        { "emails/footer.txt", "Kestrel\u0007", "line 1: there is a character that no text has" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_theme_is_refused_for_its_reason(string file, string text, string reason)
    {
        var report = new Report(ThemeCheck.Run(new MemoryFolder((file, text))));

        Assert.Equal(1, report.ExitCode);
        Assert.Contains(report.Findings, finding => finding.Result == FindingResult.Error && finding.Check == file && finding.Message.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_theme_for_a_host_name_is_looked_at_too()
    {
        var report = new Report(ThemeCheck.Run(new MemoryFolder(("theme.json", "{}"), ("hosts/a.example/theme.json", "{"))));

        Assert.Equal([("theme.json", FindingResult.Ok), ("hosts/a.example/theme.json", FindingResult.Error)], report.Findings.Select(finding => (finding.Check, finding.Result)));
    }

    [Theory]
    [InlineData("themes.json", "{}", "nobody reads this. Did you mean \"theme.json\"?")]
    [InlineData("pages.json", """{ "layout": "split" }""", "there is no background file")]
    public void Advice_ends_with_2(string file, string text, string advice)
    {
        var report = new Report(ThemeCheck.Run(new MemoryFolder((file, text))));

        Assert.Equal(2, report.ExitCode);
        Assert.Contains(advice, Assert.Single(report.Findings).Message, StringComparison.Ordinal);
    }
}
