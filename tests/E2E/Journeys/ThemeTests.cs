using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The example themes on real pages: small, in every window whole, and nothing in them that the content security policy has to stop. That they are readable for everyone, all states of the gallery show.</summary>
public sealed class ThemeTests(Stage stage)
{
    private const int MaxBytes = 30 * 1024;
    private const int MaxRequests = 6;
    private const int High = 900;

    private static readonly bool TakesPictures = Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") == "1";

    public static TheoryData<string> Themes => [.. ExampleThemes.Names];

    // The screens that tell most, in all themes, so in all layouts; the way there is gone once.
    [Fact]
    public async Task Every_example_fits_any_window()
    {
        await using var visit = await VisitAsync(ColorScheme.Light);
        await SeeAsync(visit, ("sign-in", "/login"), ("register", "/register/password"), ("error", "/nothing-is-here"));
        await visit.BeSomebodyAsync();
        await (await App.RegisterAsync(visit, "Known app")).SignInAsync();
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
        var consent = new Uri(visit.Page.Url).PathAndQuery;

        await visit.BeKnownEverywhereAsync();
        await SeeAsync(visit, ("consent", consent), ("account", "/account/"), ("sessions", "/account/sessions"), ("profile", "/account/profile"));
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task A_first_visit_takes_little(string theme)
    {
        foreach (var colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var visit = await VisitAsync(colours);
            var requests = new List<IRequest>();
            visit.Context.RequestFinished += (_, request) => requests.Add(request);

            await visit.Page.GotoAsync(ExampleThemes.AddressOf(visit.Portal, theme) + "/login", new() { WaitUntil = WaitUntilState.NetworkIdle });

            var sizes = await Task.WhenAll(requests.Select(request => request.SizesAsync()));
            Assert.InRange(sizes.Sum(size => size.ResponseBodySize + size.ResponseHeadersSize), 1, MaxBytes);
            Assert.InRange(requests.Count, 1, MaxRequests);
        }
    }

    private async Task<Visit> VisitAsync(ColorScheme colours) => await stage.VisitAsync(
        await stage.PortalAsync(ExampleThemes.Settings), new() { ColorScheme = colours, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = 1280, Height = High } });

    private static async Task SeeAsync(Visit visit, params (string Name, string Path)[] screens)
    {
        foreach (var theme in ExampleThemes.Names)
        {
            foreach (var (name, path) in screens)
            {
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
                await visit.Page.SetViewportSizeAsync(1280, High);
                await visit.OpenAsync(theme, path);
                await SeeFitsAsync(visit.Page, $"{theme}-{name}");
            }
        }
    }

    private static async Task SeeFitsAsync(IPage page, string name)
    {
        await PictureAsync(page, $"{name}-light");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await PictureAsync(page, $"{name}-dark");
        foreach (var width in (int[])[960, 320])
        {
            await page.SetViewportSizeAsync(width, High);
            Assert.InRange(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 0, width);
        }

        await PictureAsync(page, $"{name}-narrow-dark");
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (TakesPictures)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"theme-{name}.png") });
        }
    }
}
