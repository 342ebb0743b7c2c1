using System.IO.Compression;
using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Portal.Gallery;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Gallery;

/// <summary>Tokens that somebody tries out before they are anybody's theme.</summary>
public sealed class GalleryTokensTests() : ThemeSiteTest("Development")
{
    private const string Logo = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M3.25 4.75h30v10h-30z"/></svg>""";

    [Fact]
    public async Task Every_token_and_every_two_colours_that_meet_are_shown()
    {
        var page = await (await SiteAsync()).Browser().GetAsync("gallery/tokens");

        Assert.Equal(TokenContract.Definitions.Values.Count(token => token.Scheme is not TokenContract.Dark), page.Document.QuerySelectorAll(".gallery-token:not(.gallery-token-head)").Length);
        Assert.Equal(TokenContract.Definitions.Where(token => !token.Value.IsLocked && token.Value.Kind is not (TokenKind.Shadow or TokenKind.CubicBezier)).Select(token => token.Key).Order(StringComparer.Ordinal),
            page.Document.QuerySelectorAll("input[data-property]").Select(input => input.GetAttribute("name")!).Order(StringComparer.Ordinal));
        Assert.Equal(ThemeContrast.Pairs.Count, page.Document.QuerySelectorAll(".gallery-contrast tbody tr").Length);
        Assert.All(page.Document.QuerySelectorAll(".gallery-contrast .tag"), verdict => Assert.Contains(verdict.TextContent, (string[])["AA", "AAA"]));
    }

    [Fact]
    public async Task A_change_is_seen_where_its_draft_is_named_and_nowhere_else()
    {
        var site = await SiteAsync();
        var browser = site.Browser();

        var saved = await browser.SubmitAsync(await browser.GetAsync("gallery/tokens"), ("light.color.accent", "#7d1f2d"), ("radius.base", "3px"), ("font.title", "Georgia, serif"));

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        var draft = saved.Location!.Split("draft=")[1];
        var shown = await browser.GetAsync($"gallery/pages/sign-in.empty?draft={draft}");
        var styles = (await browser.GetAsync(shown.Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!)).Text;
        Assert.Contains("--accent:light-dark(#7d1f2d, ", styles, StringComparison.Ordinal);
        Assert.Contains("--radius:3px;", styles, StringComparison.Ordinal);
        Assert.Contains("--font-title:\"Georgia\", serif;", styles, StringComparison.Ordinal);
        Assert.Contains("background:#7d1f2d", (await browser.GetAsync($"gallery/mails/mail.recovery?draft={draft}")).Text, StringComparison.Ordinal);
        Assert.Equal("#7d1f2d", (await browser.GetAsync(saved.Location!)).Document.QuerySelector("[name='light.color.accent']")!.GetAttribute("value"));
        var ordinary = site.Services.GetRequiredService<Themes>().Main.Styles.Path;
        foreach (var address in (string[])["login", "gallery", "gallery/pages/sign-in.empty", "gallery/pages/sign-in.empty?draft=unknown"])
        {
            Assert.Contains(ordinary, (await browser.GetAsync(address)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_file_can_be_taken_along_and_keeps_what_was_not_changed()
    {
        Write("theme.json", """{ "reference": { "color": { "brand": { "$type": "color", "$value": "#7d1f2d" } } }, "light": { "color": { "accent": { "$value": "{reference.color.brand}" }, "text-link": { "$value": "{reference.color.brand}", "$description": "as the accent" } } } }""");
        var browser = (await SiteAsync()).Browser();

        var saved = await browser.SubmitAsync(await browser.GetAsync("gallery/tokens"), ("light.color.text-link", "#0b57d0"));
        var file = await browser.GetAsync("gallery/tokens/theme.json?draft=" + saved.Location!.Split("draft=")[1]);

        Assert.Equal("application/json", file.ContentType);
        Assert.StartsWith("attachment", file["Content-Disposition"], StringComparison.Ordinal);
        var colours = file.Json.GetProperty("light").GetProperty("color");
        Assert.Equal("{reference.color.brand}", colours.GetProperty("accent").GetProperty("$value").GetString());
        Assert.Equal("#0b57d0", colours.GetProperty("text-link").GetProperty("$value").GetString());
        Assert.Equal("as the accent", colours.GetProperty("text-link").GetProperty("$description").GetString());
        Assert.Equal(2, colours.EnumerateObject().Count());
        Assert.NotNull(TokenSet.Read(file.Bytes, []));
    }

    [Theory]
    [InlineData("light.color.accent", "red;}body{display:none")]
    [InlineData("light.color.accent", "url(https://evil.example/)")]
    [InlineData("light.color.accent", "{light.color.accent}")]
    [InlineData("radius.base", "-1px")]
    [InlineData("radius.base", "99999px")]
    [InlineData("radius.base", "calc(1px)")]
    [InlineData("font.title", "Arial\"; x")]
    public async Task What_the_reader_of_themes_refuses_is_no_draft(string path, string value)
    {
        var browser = (await SiteAsync()).Browser();

        var answer = await browser.SubmitAsync(await browser.GetAsync("gallery/tokens"), (path, value));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains($"theme.json, {path}", answer.Document.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("draft=", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_protects_people_cannot_be_changed_nor_what_is_no_token()
    {
        var site = await SiteAsync();
        var page = await site.Browser().GetAsync("gallery/tokens");
        var now = TokenSet.Default;

        var file = TokenEdits.Apply(null, now, new Dictionary<string, string>(StringComparer.Ordinal) { ["light.color.qr-ink"] = "#ff0000", ["light.color.nothing"] = "#ff0000", ["__proto__"] = "x" });

        Assert.Equal("{}", Encoding.UTF8.GetString(file).Trim());
        Assert.Null(page.Document.QuerySelector("[name='light.color.qr-ink']"));
    }

    [Fact]
    public async Task A_form_of_another_site_makes_no_draft()
    {
        var answer = await (await SiteAsync()).Browser().PostAsync("gallery/tokens", ("light.color.accent", "#7d1f2d"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Who_may_not_see_the_gallery_makes_no_draft()
    {
        var site = await SiteAsync("Production");
        await site.PersonAsync("alice");

        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().PostAsync("gallery/tokens", ("light.color.accent", "#7d1f2d"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await site.SignedInAsync("alice")).PostAsync("gallery/tokens", ("light.color.accent", "#7d1f2d"))).Status);
    }

    [Fact]
    public async Task The_whole_theme_can_be_taken_along_with_what_was_changed()
    {
        Write("logo.svg", Logo);
        var browser = (await SiteAsync()).Browser();

        var saved = await browser.SubmitAsync(await browser.GetAsync("gallery/tokens"), ("light.color.accent", "#7d1f2d"));
        var zip = await browser.GetAsync("gallery/tokens/theme.zip?draft=" + saved.Location!.Split("draft=")[1]);

        Assert.Equal("application/zip", zip.ContentType);
        Assert.StartsWith("attachment; filename=theme.zip", zip["Content-Disposition"], StringComparison.Ordinal);
        var files = ThemePackage.Read(new MemoryStream(zip.Bytes)).Package!.Files;
        Assert.Equal(["logo.svg", "theme.json"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("#7d1f2d", Encoding.UTF8.GetString(files["theme.json"]), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Folder.FullName, "theme.json")));
    }

    [Fact]
    public async Task A_theme_that_is_brought_is_a_draft_in_the_place_of_the_whole_theme()
    {
        Write("logo.svg", Logo);
        Write("custom.css", ".card { border-radius: 3px; }");
        var browser = (await SiteAsync()).Browser();

        var answer = await BringAsync(browser, Zip(("theme.json", """{ "light": { "color": { "accent": { "$value": "#7d1f2d" } } } }"""), ("texts/en.json", """{ "sign-in.submit": "Step inside" }""")));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var shown = await browser.GetAsync("gallery/pages/sign-in.empty?draft=" + answer.Location!.Split("draft=")[1]);
        var styles = (await browser.GetAsync(shown.Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!)).Text;
        Assert.Contains("--accent:light-dark(#7d1f2d, ", styles, StringComparison.Ordinal);
        Assert.Contains("Step inside", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("M3.25 4.75", shown.Text, StringComparison.Ordinal);
        Assert.Contains("M3.25 4.75", (await browser.GetAsync("login")).Text, StringComparison.Ordinal);
        Assert.Equal(["custom.css", "logo.svg"], Folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A66_A_zip_that_is_no_theme_is_refused_as_a_whole_and_says_why()
    {
        var browser = (await SiteAsync()).Browser();

        Assert.Contains("leads out of the folder", await RefusalAsync(Zip(("../theme.json", "{}"))), StringComparison.Ordinal);
        Assert.Contains("theme.json, light.color.accent", await RefusalAsync(Zip(("theme.json", """{ "light": { "color": { "accent": { "$value": "url(https://evil.example/)" } } } }"""))), StringComparison.Ordinal);
        Assert.Contains("This is no zip", await RefusalAsync("<script>"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("larger than 1024 KB", await RefusalAsync(new byte[(1024 * 1024) + 1]), StringComparison.Ordinal);
        Assert.Contains("Choose a zip first.", await RefusalAsync([]), StringComparison.Ordinal);
        Assert.Empty(Folder.GetFiles());

        async Task<string> RefusalAsync(byte[] zip)
        {
            var answer = await BringAsync(browser, zip);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.DoesNotContain("draft=", answer.Text, StringComparison.Ordinal);
            return answer.Document.QuerySelector(".note")!.TextContent;
        }
    }

    [Fact]
    public async Task A67_A_theme_is_brought_by_the_page_alone_and_only_by_who_may()
    {
        var site = await SiteAsync("Production");
        await site.PersonAsync("alice");
        await site.PersonAsync("root", user => user.AllowAdmin(true));
        using var forged = new MultipartFormDataContent { { new ByteArrayContent(Zip(("theme.json", "{}"))), "theme", "theme.zip" } };
        using var curious = new MultipartFormDataContent { { new ByteArrayContent(Zip(("theme.json", "{}"))), "theme", "theme.zip" } };

        Assert.Equal(HttpStatusCode.BadRequest, (await (await site.SignedInAsync("root")).SendAsync(HttpMethod.Post, "gallery/tokens/theme.zip", forged)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await site.SignedInAsync("alice")).SendAsync(HttpMethod.Post, "gallery/tokens/theme.zip", curious)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await BringAsync(await site.SignedInAsync("root"), Zip(("theme.json", "{}")))).Status);
    }

    [Fact]
    public async Task Drafts_are_few_and_are_forgotten()
    {
        var site = await SiteAsync();
        var drafts = site.Services.GetRequiredService<ThemeDrafts>();
        var all = Enumerable.Range(0, ThemeDrafts.Most + 1).Select(_ => drafts.Keep(new Dictionary<string, byte[]?>(StringComparer.Ordinal)).Draft!).ToList();

        Assert.Equal(all.Count, all.Select(draft => draft.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Null(drafts.Find(all[0].Id));
        Assert.Same(all[^1], drafts.Find(all[^1].Id));
        site.Clock.Advance(ThemeDrafts.Lifetime);
        Assert.Null(drafts.Find(all[^1].Id));
    }

    [Fact]
    public async Task Whoever_has_no_logo_is_seen_with_that_of_the_product()
    {
        Write("logo.svg", Logo);
        var browser = (await SiteAsync()).Browser();

        Assert.Contains("M3.25 4.75", (await browser.GetAsync("gallery/pages/sign-in.empty")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("M3.25 4.75", (await browser.GetAsync("gallery/pages/sign-in.empty?logo=none")).Text, StringComparison.Ordinal);
    }

    private static async Task<Answer> BringAsync(Browser browser, byte[] zip)
    {
        var form = (await browser.GetAsync("gallery/tokens")).Document.Forms.Single(form => form.Enctype == "multipart/form-data");
        var guard = (IHtmlInputElement)form.QuerySelector("[type=hidden]")!;
        using var content = new MultipartFormDataContent
        {
            { new StringContent(guard.Value), guard.Name! },
            { new ByteArrayContent(zip), "theme", "theme.zip" },
        };
        return await browser.SendAsync(HttpMethod.Post, form.GetAttribute("action")!, content);
    }

    private static byte[] Zip(params (string Name, string Content)[] files)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return zip.ToArray();
    }
}
