using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Gallery;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Gallery;

/// <summary>The gallery itself: who sees it, what it shows, and that it can do no harm.</summary>
public sealed class GalleryPageTests() : ThemeSiteTest("Development")
{
    [Theory]
    [InlineData("gallery")]
    [InlineData("gallery/pages/sign-in.empty")]
    [InlineData("gallery/mails/mail.code")]
    [InlineData("gallery/components")]
    [InlineData("gallery/tokens")]
    [InlineData("gallery/tokens/theme.json")]
    [InlineData("gallery/tokens/theme.zip")]
    public async Task In_production_only_an_administrator_sees_it(string address)
    {
        var site = await SiteAsync("Production");
        await site.PersonAsync("alice");
        await site.PersonAsync("root", user => user.AllowAdmin(true));

        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await site.SignedInAsync("alice")).GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await site.SignedInAsync("root")).GetAsync(address)).Status);
    }

    [Fact]
    public async Task Whoever_may_not_see_it_gets_the_page_of_any_address_that_there_is_not()
    {
        var site = await SiteAsync("Production");

        var answer = await site.Browser().GetAsync("gallery");

        Assert.Equal((await site.Browser().GetAsync("galerie")).Heading, answer.Heading);
        Assert.Contains("frame-ancestors 'none'", answer["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gallery/pages/no-such-state")]
    [InlineData("gallery/pages/mail.code")]
    [InlineData("gallery/mails/sign-in.empty")]
    [InlineData("gallery/mails/nothing")]
    public async Task A_state_that_there_is_not_is_not_found(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await (await SiteAsync()).Browser().GetAsync(address)).Status);

    [Fact]
    public async Task A_state_can_be_framed_by_the_site_alone_and_send_nothing()
    {
        var answer = await (await SiteAsync()).Browser().GetAsync("gallery/pages/account");

        Assert.Matches(
            "^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{22}=='; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; frame-ancestors 'self'; form-action 'none'$",
            answer["Content-Security-Policy"]);
        Assert.Equal("SAMEORIGIN", answer["X-Frame-Options"]);
        Assert.Contains("no-store", answer["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_can_be_framed_by_the_site_alone_and_runs_nothing()
    {
        var answer = await (await SiteAsync()).Browser().GetAsync("gallery/mails/mail.code");

        Assert.Equal("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'", answer["Content-Security-Policy"]);
        Assert.Equal("SAMEORIGIN", answer["X-Frame-Options"]);
    }

    [Theory]
    [InlineData("gallery")]
    [InlineData("gallery/components")]
    [InlineData("gallery/tokens")]
    public async Task The_gallery_itself_can_be_framed_nowhere(string address)
    {
        var answer = await (await SiteAsync()).Browser().GetAsync(address);

        Assert.Contains("frame-ancestors 'none'", answer["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("frame-src 'self'", answer["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("DENY", answer["X-Frame-Options"]);
    }

    [Fact]
    public async Task Nobody_of_this_server_is_in_a_state()
    {
        var site = await SiteAsync();
        await site.PersonAsync("wilhelmina");
        var browser = await site.SignedInAsync("wilhelmina");

        Assert.DoesNotContain("wilhelmina", (await browser.GetAsync("gallery/pages/account")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wilhelmina", (await browser.GetAsync("gallery/pages/sessions")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_frames_every_state_and_hands_on_how_it_shall_look()
    {
        var page = await (await SiteAsync()).Browser().GetAsync("gallery?theme=dark&lang=ar&width=desktop&logo=none");

        var frames = page.Document.QuerySelectorAll("iframe");
        Assert.Equal(GalleryCatalog.Areas.Sum(area => area.States.Count), frames.Length);
        Assert.All(frames, frame => Assert.EndsWith("?theme=dark&lang=ar&logo=none&still=1", frame.GetAttribute("src"), StringComparison.Ordinal));
        Assert.All(frames, frame => Assert.Equal("lazy", frame.GetAttribute("loading")));
        Assert.Equal("desktop", page.Document.QuerySelector(".gallery-grid")!.GetAttribute("data-width"));
        Assert.Equal("en", page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task A_mail_has_all_that_the_theme_puts_around_it()
    {
        Write("emails/header.html", "<p>Since 1891</p>");
        Write("emails/footer.txt", "Harbour Street 7");
        var browser = (await SiteAsync()).Browser();

        Assert.Contains("Since 1891", (await browser.GetAsync("gallery/mails/mail.code")).Text, StringComparison.Ordinal);
        Assert.Contains("Harbour Street 7", (await browser.GetAsync("gallery/mails/mail.code?part=text")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q=sign-in.wrong-password", "sign-in.wrong-password")]
    [InlineData("q=WRONG password&area=sign-in", "sign-in.wrong-password")]
    [InlineData("q=recovery+used&area=mails", "mail.recovery-code-used")]
    public async Task The_overview_finds_by_name(string query, string id)
    {
        var page = await (await SiteAsync()).Browser().GetAsync($"gallery?{query}");

        Assert.Contains(id, Assert.Single(page.Document.QuerySelectorAll("iframe")).GetAttribute("src"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_found_nowhere_leaves_a_way_back()
    {
        var page = await (await SiteAsync()).Browser().GetAsync("gallery?q=%3Cscript%3E&theme=sepia&lang=tlh&area=x&draft=y");

        Assert.Empty(page.Document.QuerySelectorAll("iframe"));
        Assert.Equal("/gallery", page.Document.QuerySelector(".empty a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_overview_says_why_the_theme_on_disk_is_not_shown()
    {
        var site = await SiteAsync();
        Write("theme.json", """{ "light": { "color": { "accent": { "$value": "nonsense" } } } }""");
        site.Services.GetRequiredService<Themes>().Reload();

        var broken = await site.Browser().GetAsync("gallery");
        File.Delete(Path.Combine(Folder.FullName, "theme.json"));
        site.Services.GetRequiredService<Themes>().Reload();
        var mended = await site.Browser().GetAsync("gallery");

        Assert.Contains("theme.json, light.color.accent: ", broken.Document.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Null(mended.Document.QuerySelector(".note"));
    }

    [Fact]
    public async Task Every_component_of_the_library_is_explained()
    {
        var page = await (await SiteAsync()).Browser().GetAsync("gallery/components");

        var components = typeof(Portal.Components.Forms.TextField).Assembly.GetExportedTypes().Where(type => typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type) && type.Name != "_Imports");
        Assert.Equal(
            components.Select(type => type.Name).Order(StringComparer.Ordinal),
            page.Document.QuerySelectorAll("[data-component]").Select(entry => entry.GetAttribute("data-component")!).Order(StringComparer.Ordinal));
        Assert.All(page.Document.QuerySelectorAll("[data-component]"), entry => Assert.NotEmpty(entry.QuerySelectorAll(".gallery-example-body, .gallery-miniature iframe[inert]"))); // seen there, and not only behind a link
        Assert.All(page.Document.QuerySelectorAll("[data-component='Note'], [data-component='TextField']"), entry => Assert.NotEmpty(entry.QuerySelectorAll(".gallery-tokens code")));
    }
}
