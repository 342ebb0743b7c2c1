using System.Text;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>A66: a theme gets nothing to run and nothing to load, and hides nothing that protects people.</summary>
public sealed class HostileThemeTests
{
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 28 28\"";

    [Theory]
    [InlineData(Svg + "><script>alert(1)</script></svg>", "<script>: a drawing cannot have a script.")]
    [InlineData(Svg + " onload=\"alert(1)\"/>", "<svg onload>: this attribute is not allowed")]
    [InlineData(Svg + "><a href=\"javascript:alert(1)\"><path d=\"M0 0\"/></a></svg>", "<a>: this is not allowed")]
    [InlineData(Svg + "><use href=\"https://evil.example/x.svg#a\"/></svg>", "<use href>: a drawing can point only at its own parts")]
    [InlineData(Svg + " xmlns:xlink=\"http://www.w3.org/1999/xlink\"><use xlink:href=\"data:image/svg+xml,x\"/></svg>", "<use href>: a drawing can point only at its own parts")]
    [InlineData(Svg + "><image href=\"https://evil.example/pixel.png\"/></svg>", "<image>: a drawing cannot load another picture")]
    [InlineData(Svg + "><style>@import url(https://evil.example/x.css);</style></svg>", "<style>: styles inside a drawing are not read")]
    [InlineData(Svg + "><path style=\"fill:url(https://evil.example)\" d=\"M0 0\"/></svg>", "<path style>: styles inside a drawing are not read")]
    [InlineData(Svg + "><path fill=\"url(https://evil.example/#a)\" d=\"M0 0\"/></svg>", "<path fill>: a drawing can point only at its own parts")]
    [InlineData(Svg + "><path fill=\"u\\72l(https://evil.example)\" d=\"M0 0\"/></svg>", "<path fill>: a drawing can point only at its own parts")]
    [InlineData(Svg + "><foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><form/></body></foreignObject></svg>", "<foreignObject>: this is not allowed")]
    [InlineData(Svg + "><script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script></svg>", "<script>: a drawing cannot have a script.")]
    [InlineData(Svg + "><animate attributeName=\"href\" to=\"javascript:alert(1)\"/></svg>", "<animate>: a logo stands still.")]
    [InlineData(Svg + "><text>Sign in at evil.example</text></svg>", "<text>: letters depend on fonts")]
    [InlineData("<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + Svg + ">&x;</svg>", "a DOCTYPE is not allowed")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>", "this is no SVG")]
    [InlineData("<svg viewBox=\"0 0 1 1\"/>", "this is no SVG")]
    [InlineData(Svg + ">", "this is no XML")]
    [InlineData("", "this is no XML")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "the drawing has no viewBox")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 28\"/>", "the logo is 32.1 times as wide as high")]
    public void A_drawing_that_could_do_something_is_refused(string svg, string message) => Refuses("logo.svg", svg, message);

    [Theory]
    [InlineData("@import 'https://evil.example/x.css';", "line 1: @import is not allowed")]
    [InlineData("\n\n@IMPORT url(x.css);", "line 3: @import is not allowed")]
    [InlineData("@\\69mport 'x';", "is not allowed")]
    [InlineData("h1 { background: url(https://evil.example/x) }", "url() is not allowed")]
    [InlineData("h1 { background: URL('javascript:alert(1)') }", "URL() is not allowed")]
    [InlineData("h1 { background: u\\72l(https://evil.example/x) }", "a backslash is allowed between quotes only")]
    [InlineData("h1 { background: image-set('https://evil.example/x' 1x) }", "image-set() is not allowed")]
    [InlineData("h1 { background: -webkit-image-set('https://evil.example/x' 1x) }", "-webkit-image-set() is not allowed")]
    [InlineData("h1 { background: src('https://evil.example/x') }", "src() is not allowed")]
    [InlineData("h1 { background: paint(x) }", "paint() is not a function")]
    [InlineData("@font-face { font-family: x; }", "@font-face is not allowed")]
    [InlineData("@layer locked { .card { display: none } }", "@layer is not needed")]
    [InlineData("@namespace x 'y';", "@namespace is not allowed")]
    [InlineData("@property --accent { syntax: '*'; }", "@property is not allowed")]
    [InlineData("} @layer locked {", "this } closes nothing")]
    [InlineData("h1 { color: red", "at the end a } is missing")]
    [InlineData("h1 { color: (red} )", "this } closes nothing")]
    [InlineData("/* h1 {", "a comment does not end")]
    [InlineData("h1::after { content: 'x\n' }", "a text between quotes does not end")]
    [InlineData("main { display: none !important }", "!important is not needed")]
    [InlineData(".strip { display: none }", ".strip tells people who asks")]
    [InlineData(".card > .host { font-size: 0 }", ".host tells people who asks")]
    [InlineData("[class~='strip'] { display: none }", "and not class, id or value")]
    [InlineData("input[ value^='a'] { color: red }", "and not class, id or value")]
    [InlineData("[*|class~='strip'] { display: none }", "and not class, id or value")]
    [InlineData("[/**/class~='strip'] { display: none }", "and not class, id or value")]
    [InlineData("[CLASS='strip'] { display: none }", "and not class, id or value")]
    [InlineData("[id", "and not class, id or value")]
    [InlineData("main { --text: transparent }", "--text is set in theme.json")]
    [InlineData("main { --size-body :0 }", "--size-body is set in theme.json")]
    [InlineData(".rights li { color: transparent }", ".rights tells people who asks")]
    [InlineData(".answers { flex-direction: row-reverse }", ".answers tells people who asks")]
    [InlineData("h1 { width: expression(alert(1)) }", "expression() is not allowed: it is a script")]
    [InlineData("h1 { behavior: none }", "behavior is not allowed: it is a script")]
    [InlineData("<!-- h1 { }", "this is no HTML")]
    public void A_style_sheet_that_could_do_something_is_refused(string css, string message) => Refuses("custom.css", css, message);

    [Theory]
    [InlineData("/* url(x) @import */ h1 { letter-spacing: .02em; }")]
    [InlineData("h1::after { content: \" \\201C url(x) } @import\"; }")]
    [InlineData(".card { box-shadow: none; border-color: color-mix(in oklab, var(--line) 50%, transparent); }")]
    [InlineData("@media (width < 40rem) and (prefers-color-scheme: dark) { .brand:not(:hover) { transform: translateX(2px) } }")]
    [InlineData("html { background: linear-gradient(1turn, #fff 0 50%, rgb(0 0 0 / .5)); }")]
    [InlineData("a[href] { color: light-dark(#123, #def); font-size: 1.5em; margin: -.5em; }")]
    [InlineData("main { --own-gap: 4px; gap: var(--own-gap); grid-template-columns: [start] 1fr } [data-layout='split'] h1[hidden] { order: 1 }")]
    [InlineData("@keyframes in { from { opacity: 0 } } .card:has(> form) { animation: in 1s cubic-bezier(.2, 0, 0, 1) }")]
    [InlineData("")]
    public void A_style_sheet_that_only_looks_is_served_as_it_is(string css)
    {
        var reading = ThemeReader.Read(new MemoryFolder(("custom.css", css)));

        Assert.Empty(reading.Problems);
        Assert.EndsWith($"@layer theme{{\n{css}\n}}\n", Encoding.UTF8.GetString(reading.Theme.Styles.Content), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_editor_keeps_in_a_drawing_is_left_out_and_its_ids_are_its_own()
    {
        const string Drawing = "<?xml version=\"1.0\"?><!-- by an editor --><svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:ink=\"http://editor.example\" viewBox=\"0 0 56 28\" width=\"560\" class=\"card\" ink:version=\"1\">"
            + "<ink:view/><metadata><rdf xmlns=\"http://rdf.example\"/></metadata><defs><linearGradient id=\"main\"><stop stop-color=\"red\"/></linearGradient></defs><path id=\"b\" fill=\"url(#main)\" d=\"M0 0\"/><use href=\"#b\"/></svg>";

        var reading = ThemeReader.Read(new MemoryFolder(("logo.svg", Drawing), ("logo-dark.svg", Drawing)));

        Assert.Empty(reading.Problems);
        Assert.Equal(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 56 28\" width=\"56\" height=\"28\" aria-hidden=\"true\"><defs><linearGradient id=\"logo-main\"><stop stop-color=\"red\" /></linearGradient></defs><path id=\"logo-b\" fill=\"url(#logo-main)\" d=\"M0 0\" /><use href=\"#logo-b\" /></svg>",
            reading.Theme.Logo.Value);
        Assert.Contains("id=\"logo-dark-main\"", reading.Theme.LogoDark!.Value.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"footer\": [{ \"text\": \"Help\", \"href\": \"javascript:alert(1)\" }] }", "footer[0].href: this is an address that begins with https:")]
    [InlineData("{ \"footer\": [{ \"text\": \"Help\", \"href\": \"//evil.example\" }] }", "footer[0].href: this is an address")]
    [InlineData("{ \"footer\": [{ \"text\": \"\", \"href\": \"https://a.example\" }] }", "footer[0].text: a text has from 1 to 60 letters")]
    [InlineData("{ \"footer\": [{ \"text\": { \"de\": \"Hilfe\" }, \"href\": \"https://a.example\" }] }", "\"en\" among them")]
    [InlineData("{ \"footer\": [5] }", "footer[0]: a link is")]
    [InlineData("{ \"footer\": {} }", "footer: this is a list of at most 6 links")]
    [InlineData("{ \"layout\": \"../../etc/passwd\" }", "layout: this is one of card, split, full.")]
    [InlineData("{ \"layuot\": \"card\" }", "layuot: there is no such setting. Did you mean \"layout\"?")]
    [InlineData("{ \"name\": \"no\" }", "name: this is true or false")]
    [InlineData("[]", "this is an object")]
    [InlineData("{", "this is no JSON")]
    public void A_wrong_arrangement_is_refused(string json, string message) => Refuses("pages.json", json, message);

    [Theory]
    [InlineData("{ \"sign-in.title\": \"Hello {1}\" }", "sign-in.title: there is nothing to put into {1}; this text has {0}.")]
    [InlineData("{ \"sign-in.title\": \"Hello {0\" }", "sign-in.title: the braces do not fit")]
    [InlineData("{ \"sign-in.title\": 5 }", "sign-in.title: this is a text between quotes")]
    [InlineData("{ \"sign-in.title\": \" \" }", "sign-in.title: this is a text between quotes")]
    [InlineData("[]", "this is an object of texts")]
    [InlineData("{", "this is no JSON")]
    public void A_sentence_that_would_break_a_page_is_refused(string json, string message) => Refuses("texts/en.json", json, message);

    [Theory]
    [InlineData("en", "{ \"sign-in.titel\": \"Hello\" }", "sign-in.titel: there is no such text. Did you mean \"sign-in.title\"?")]
    [InlineData("de", "{ \"sign-in.title\": \"Hallo\" }", "sign-in.title: {0} is missing")]
    [InlineData("pl", "{ \"duration.minutes.one\": \"minuta\" }", "duration.minutes: the other forms are missing: duration.minutes.few, duration.minutes.many, duration.minutes.other.")]
    [InlineData("ja", "{ \"duration.minutes.one\": \"{0}\" }", "duration.minutes.one: there is no such text")]
    [InlineData("tlh", "{}", "Portal does not speak \"tlh\"")]
    public void A_sentence_that_is_never_said_or_says_too_little_is_told(string language, string json, string message)
    {
        var reading = ThemeReader.Read(new MemoryFolder(($"texts/{language}.json", json)));

        Assert.True(reading.IsSound);
        var problem = Assert.Single(reading.Problems);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.Equal(ThemeProblemKind.Barrier, problem.Kind);
    }

    [Theory]
    [InlineData("background.png")]
    [InlineData("background.jpg")]
    [InlineData("background.webp")]
    [InlineData("background.avif")]
    [InlineData("favicon.png")]
    [InlineData("favicon.ico")]
    [InlineData("emails/logo.png")]
    public void A_picture_is_what_its_name_says(string name) => Refuses(name, "<html><script>alert(1)</script></html>", "this is not what its name says");

    [Fact]
    public void A_picture_that_is_one_is_taken()
    {
        var reading = ThemeReader.Read(new MemoryFolder().With("background.png", APng.Square(2)).With("favicon.png", APng.Square(2)));

        Assert.Empty(reading.Problems);
        Assert.Equal(("image/png", "image/png"), (reading.Theme.Background!.ContentType, reading.Theme.Favicon!.ContentType));
        Assert.Contains($"background-image:url({reading.Theme.Background.Name})", Encoding.UTF8.GetString(reading.Theme.Styles.Content), StringComparison.Ordinal);
    }

    [Fact]
    public void A_logo_for_mails_has_a_size_that_fits()
    {
        Assert.Equal((56, 56), ThemeReader.Read(new MemoryFolder().With("emails/logo.png", APng.Square(56))).Theme.MailLogo is { } logo ? (logo.Width, logo.Height) : default);

        Assert.Contains(ThemeReader.Read(new MemoryFolder().With("emails/logo.png", APng.Square(8))).Problems, problem => problem.Message.StartsWith("this is 8 times 8 pixels", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused() => Refuses("custom.css", new string(' ', ThemeLimits.Styles + 1), "this is larger than 32 KB");

    [Fact]
    public void A_theme_that_makes_sign_in_heavy_is_refused()
    {
        var noise = new byte[15 * 1024];
        for (var (i, value) = (0, 1u); i < noise.Length; i++, value = (value * 1664525) + 1013904223)
        {
            noise[i] = (byte)(value >> 24);
        }

        byte[] png = [.. APng.Square(2), .. noise];
        var reading = ThemeReader.Read(new MemoryFolder().With("background.png", png).With("favicon.png", png));

        Assert.False(reading.IsSound);
        Assert.Contains(reading.Problems, problem => problem.Message.Contains("fit into a first visit", StringComparison.Ordinal));
    }

    private static void Refuses(string name, string text, string message)
    {
        var reading = ThemeReader.Read(new MemoryFolder((name, text)));

        Assert.False(reading.IsSound);
        var problem = reading.Problems.First(problem => problem.Kind == ThemeProblemKind.Broken);
        Assert.Equal(name, problem.File);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
    }
}
