using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>A theme as browsers see it.</summary>
public sealed class ThemePageTests() : ThemeSiteTest("Production")
{
    [Fact]
    public async Task The_style_sheet_has_its_content_in_its_name_and_is_kept_for_ever()
    {
        Write("theme.json", """{ "light": { "color": { "accent": { "$value": "#7d1f2d" } } } }""");
        var page = await (await SiteAsync()).Browser().GetAsync("login");
        var links = page.Document.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!).ToList();

        Assert.Equal(2, links.Count);
        Assert.Matches("^/theme/[0-9a-f]{16}\\.css$", links[0]);
        var styles = await (await SiteAsync()).Browser().GetAsync(links[0]);
        Assert.Equal(HttpStatusCode.OK, styles.Status);
        Assert.Equal("public, max-age=31536000, immutable", styles["Cache-Control"]);
        Assert.Equal("text/css; charset=utf-8", styles["Content-Type"]);
        Assert.Contains("--accent:light-dark(#7d1f2d, ", styles.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_style_sheet_that_is_gone_is_the_one_of_now_and_not_kept()
    {
        var answer = await (await SiteAsync()).Browser().GetAsync("theme/0000000000000000.css");

        Assert.Equal((HttpStatusCode.OK, "no-cache"), (answer.Status, answer["Cache-Control"]));
        Assert.StartsWith("@layer tokens, portal, account, theme, locked;", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("theme/theme.json")]
    [InlineData("theme/logo.svg")]
    [InlineData("theme/custom.css.map")]
    [InlineData("theme/..%2f..%2fappsettings.json")]
    [InlineData("theme/texts%2fen.json")]
    public async Task No_file_of_theFolder_is_served_as_it_lies_there(string address)
    {
        Write("theme.json", "{}");
        Write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>");

        Assert.Equal(HttpStatusCode.NotFound, (await (await SiteAsync()).Browser().GetAsync(address)).Status);
    }

    [Fact]
    public async Task Logo_name_layout_and_footer_are_those_of_the_theme()
    {
        Write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 84 28\"><circle r=\"7\"/></svg>");
        Write("logo-dark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 84 28\"><rect width=\"7\"/></svg>");
        Write("pages.json", """{ "layout": "split", "name": false, "footer": [{ "text": { "en": "Help", "de": "Hilfe" }, "href": "https://kestrel.example/help" }] }""");
        var browser = (await SiteAsync()).Browser();
        browser.Headers["Accept-Language"] = "de-AT";

        var page = (await browser.GetAsync("login")).Document;

        Assert.Equal("split", page.QuerySelector(".auth")!.GetAttribute("data-layout"));
        Assert.NotNull(page.QuerySelector(".brand [data-scheme=light] svg[width='84'] circle"));
        Assert.NotNull(page.QuerySelector(".brand [data-scheme=dark] rect"));
        Assert.Equal("example.org", page.QuerySelector(".brand .visually-hidden")!.TextContent);
        var link = page.QuerySelector(".footer a")!;
        Assert.Equal(("Hilfe", "https://kestrel.example/help", "noreferrer"), (link.TextContent, link.GetAttribute("href"), link.GetAttribute("rel")));
    }

    [Fact]
    public async Task Pictures_are_served_so_that_they_can_do_nothing()
    {
        Write("favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><circle r=\"1\"/></svg>");
        var browser = (await SiteAsync()).Browser();

        var icon = await browser.GetAsync((await browser.GetAsync("login")).Document.QuerySelector("link[rel=icon]")!.GetAttribute("href")!);

        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (icon.Status, icon["Content-Type"]));
        Assert.Equal("default-src 'none'; sandbox", icon["Content-Security-Policy"]);
    }

    [Fact]
    public async Task Every_sentence_can_be_said_otherwise()
    {
        Write("texts/en.json", """{ "sign-in.title": "Welcome back to <b>{0}</b>" }""");

        var page = (await (await SiteAsync()).Browser().GetAsync("login")).Document;

        Assert.Equal("Welcome back to <b>example.org</b>", page.QuerySelector("h1")!.TextContent); // words, never markup
    }

    [Fact]
    public async Task A_host_name_has_its_own_brand_and_no_address_comes_from_it()
    {
        Write("hosts/login.kestrel.example/theme.json", """{ "light": { "color": { "accent": { "$value": "#7d1f2d" } } } }""");
        Write("hosts/login.kestrel.example/pages.json", """{ "layout": "full" }""");
        var browser = (await SiteAsync()).Browser();
        var plain = await browser.GetAsync("login");

        browser.Headers["Host"] = "login.kestrel.example:8443";
        var page = await browser.GetAsync("login");

        Assert.Null(plain.Document.QuerySelector("[data-layout]"));
        Assert.Equal("full", page.Document.QuerySelector(".auth")!.GetAttribute("data-layout"));
        Assert.DoesNotContain("kestrel", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_theme_never_breaks_sign_in()
    {
        Write("theme.json", "{ broken");
        Write("pages.json", "{ broken");
        Write("logo.svg", "<svg");
        Write("texts/en.json", """{ "sign-in.title": "{9}" }""");
        var site = await SiteAsync();
        await site.PersonAsync("alice");

        var answer = await site.Browser().SignInAsync("alice");

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Contains(site.Log.Lines, line => line.Event.Id == 1101);
    }

    [Fact]
    public async Task A_file_that_is_saved_is_seen_without_a_restart()
    {
        var site = await SiteAsync();
        var before = await StylesAsync(site);
        Write("theme.json", """{ "light": { "color": { "accent": { "$value": "#7d1f2d" } } } }""");

        site.Services.GetRequiredService<Themes>().Reload();

        Assert.NotEqual(before, await StylesAsync(site));
    }

    [Fact]
    public async Task What_a_theme_leaves_out_is_as_the_product_ships_it()
    {
        Write("theme.json", """{ "light": { "color": { "accent": { "$value": "#7d1f2d" } } } }""");
        Write("texts/en.json", """{ "sign-in.submit": "Come in" }""");
        var site = await SiteAsync();
        var browser = site.Browser();

        var page = (await browser.GetAsync("login")).Document;
        browser.Headers["Accept-Language"] = "de";
        var german = (await browser.GetAsync("login")).Document;

        Assert.Equal(("Come in", "Password"), (page.QuerySelector("main form.stack button[data-kind=main]")!.TextContent.Trim(), page.QuerySelector("label[for=password]")!.TextContent.Trim()));
        Assert.Equal("Anmelden", german.QuerySelector("main form.stack button[data-kind=main]")!.TextContent.Trim());
        Assert.NotNull(page.QuerySelector(".brand svg"));
        Assert.Contains("--text:light-dark(#221f1b, #eeebe4);", (await browser.GetAsync(await StylesAsync(site))).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Log.Lines, line => line.Event.Id is 1101 or 1103);
    }

    [Fact]
    public async Task AFolder_that_is_not_there_is_said_and_no_reason_not_to_start()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Theme:Directory"] = Path.Combine(Folder.FullName, "nowhere") });

        Assert.Equal(HttpStatusCode.OK, (await site.Browser().GetAsync("login")).Status);
        Assert.Single(site.Log.Lines, line => line.Event.Id == 1104);
    }

    [Fact]
    public async Task Open_pages_hear_of_a_change_in_development()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Theme:Directory"] = Folder.FullName }, environment: "Development");
        using var client = site.Raw();
        using var response = await client.GetAsync("dev/theme", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var before = await NextAsync(stream, "");

        Write("theme.json", """{ "light": { "color": { "accent": { "$value": "#7d1f2d" } } } }""");
        site.Services.GetRequiredService<Themes>().Reload();
        var colours = await NextAsync(stream, before);
        Write("texts/en.json", """{ "sign-in.submit": "Come in" }""");
        site.Services.GetRequiredService<Themes>().Reload();
        var words = await NextAsync(stream, colours);

        Assert.NotEqual(Member(before, "styles"), Member(colours, "styles"));
        Assert.Equal(Member(before, "markup"), Member(colours, "markup")); // the page need not be loaded again
        Assert.NotEqual(Member(colours, "markup"), Member(words, "markup"));
    }

    private static string Member(string message, string name) => JsonElement.Parse(message).GetProperty(name).GetString()!;

    // The watcher of the folder may say the same once more.
    private static async Task<string> NextAsync(StreamReader stream, string before)
    {
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && line[6..] != before)
            {
                return line[6..];
            }
        }

        throw new EndOfStreamException();
    }

    private static async Task<string> StylesAsync(PortalFactory site) => (await site.Browser().GetAsync("login")).Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
}
