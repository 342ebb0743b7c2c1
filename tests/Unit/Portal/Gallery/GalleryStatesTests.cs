using System.Net;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Portal.Gallery;
using Portal.Tests.Unit.Support;
using Portal.Texts;
using Xunit;

namespace Portal.Tests.Unit.Gallery;

/// <summary>The gallery has everything, and everything in it can be drawn.</summary>
public sealed class GalleryStatesTests(GalleryStatesTests.Site site) : IClassFixture<GalleryStatesTests.Site>
{
    // Each light and dark, from right to left, in letters that break what is too narrow, and without a logo.
    private static readonly string[] Variants = ["", "?theme=light", "?theme=dark", "?lang=ar", "?lang=de&theme=dark", $"?lang={PseudoLanguage.Tag}", "?logo=none&theme=light"];

    public static TheoryData<string> Pages { get; } = [.. States<PageState>().Select(state => state.Id)];

    public static TheoryData<string> Mails { get; } = [.. States<MailState>().Select(state => state.Id)];

    public static TheoryData<Type> Components { get; } = [.. typeof(GalleryState).Assembly.GetTypes().Where(type => typeof(IComponent).IsAssignableFrom(type) && IsShown(type))];

    [Theory]
    [MemberData(nameof(Components))]
    public void Every_page_and_every_mail_has_a_state(Type component) =>
        Assert.Contains(States<GalleryState>(), state => state.Component == component);

    [Fact]
    public void Every_state_has_a_name_of_its_own_that_can_stand_in_addresses_and_file_names()
    {
        var ids = States<GalleryState>().Select(state => state.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)?$", id));
    }

    [Fact]
    public void No_two_states_of_an_area_have_the_same_title() =>
        Assert.All(GalleryCatalog.Areas, area => Assert.Empty(area.States.GroupBy(state => (state.Title, state.Component)).Where(group => group.Count() > 1).Select(group => group.Key.Title)));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_can_be_drawn_in_every_variant(string id)
    {
        foreach (var variant in Variants)
        {
            var answer = await site.Portal.Browser().GetAsync($"gallery/pages/{id}{variant}");

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal("text/html; charset=utf-8", answer.ContentType);
            var root = answer.Document.DocumentElement;
            Assert.Single(answer.Document.QuerySelectorAll("h1"));
            Assert.Single(answer.Document.QuerySelectorAll("main"));
            Assert.NotEmpty(answer.Document.Title!);
            AssertVariant(variant, root);
            Assert.Equal(variant.Contains("theme=dark", StringComparison.Ordinal) ? "dark" : variant.Contains("theme=light", StringComparison.Ordinal) ? "light" : null, root.GetAttribute("data-theme"));
        }
    }

    [Theory]
    [MemberData(nameof(Mails))]
    public async Task A_mail_can_be_drawn_in_every_variant(string id)
    {
        foreach (var variant in Variants)
        {
            var answer = await site.Portal.Browser().GetAsync($"gallery/mails/{id}{variant}");

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Single(answer.Document.QuerySelectorAll("h1"));
            Assert.Empty(answer.Document.QuerySelectorAll("script"));
            AssertVariant(variant, answer.Document.DocumentElement);
            Assert.Equal(variant.Contains("theme=", StringComparison.Ordinal), !answer.Text.Contains("prefers-color-scheme", StringComparison.Ordinal));
        }

        var text = await site.Portal.Browser().GetAsync($"gallery/mails/{id}?part=text");
        Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8"), (text.Status, text.ContentType!));
        Assert.DoesNotContain('<', text.Text);
    }

    private static void AssertVariant(string variant, IElement root)
    {
        var language = variant.Contains("lang=ar", StringComparison.Ordinal) ? "ar" : variant.Contains("lang=de", StringComparison.Ordinal) ? "de" : variant.Contains(PseudoLanguage.Tag, StringComparison.Ordinal) ? PseudoLanguage.Tag : "en";
        Assert.Equal((language, language == "ar" ? "rtl" : "ltr"), (root.GetAttribute("lang"), root.GetAttribute("dir")));
    }

    private static IEnumerable<TState> States<TState>() => GalleryCatalog.Areas.SelectMany(area => area.States).OfType<TState>();

    // A page is what an endpoint answers with; parts of pages are called otherwise.
    private static bool IsShown(Type type) =>
        (type.Namespace is { } home && home.StartsWith("Portal.Pages", StringComparison.Ordinal) && type.Name.EndsWith("Page", StringComparison.Ordinal))
        || (type.Namespace == "Portal.Mail" && type.Name.EndsWith("Body", StringComparison.Ordinal));

    /// <summary>A portal in development, where anybody may look.</summary>
    public sealed class Site : IAsyncLifetime
    {
        internal PortalFactory Portal { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Portal = await PortalFactory.StartAsync(environment: "Development");

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }
}
