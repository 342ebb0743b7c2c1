using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The example themes in a browser: readable for everyone, small, and nothing in them that the content security policy has to stop.</summary>
public sealed class ThemeTests(Stage stage)
{
    private const int MaxBytes = 30 * 1024;
    private const int MaxRequests = 6;

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "designers", "themes");

    public static TheoryData<string> Themes => [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task Has_no_barrier_in_the_light_and_in_the_dark(string theme)
    {
        await using var visit = await VisitAsync(theme);
        await visit.OpenAsync("/login");
        await SeeNoBarrierAsync(visit, theme, "sign-in");
        await visit.OpenAsync("/register/password");
        await SeeNoBarrierAsync(visit, theme, "register");
        await visit.BeSomebodyAsync();
        await SeeNoBarrierAsync(visit, theme, "account");
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task A_first_visit_takes_little(string theme)
    {
        foreach (var colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var visit = await VisitAsync(theme, colours);
            var requests = new List<IRequest>();
            visit.Context.RequestFinished += (_, request) => requests.Add(request);

            await visit.Page.GotoAsync(visit.Portal.Address + "/login", new() { WaitUntil = WaitUntilState.NetworkIdle });

            var sizes = await Task.WhenAll(requests.Select(request => request.SizesAsync()));
            Assert.InRange(sizes.Sum(size => size.ResponseBodySize + size.ResponseHeadersSize), 1, MaxBytes);
            Assert.InRange(requests.Count, 1, MaxRequests);
        }
    }

    private async Task<Visit> VisitAsync(string theme, ColorScheme colours = ColorScheme.Light) => await stage.VisitAsync(
        await stage.PortalAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Theme:Directory"] = Path.Combine(Folder, theme) }),
        new() { ColorScheme = colours, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = 1280, Height = 900 } });

    private static async Task SeeNoBarrierAsync(Visit visit, string theme, string page)
    {
        foreach (var colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = colours });
            await visit.Page.SeeNoBarrierAsync($"{theme}-{page}-{colours}", Axe.All);
        }

        foreach (var width in (int[])[320, 960, 1280])
        {
            await visit.Page.SetViewportSizeAsync(width, 900);
            Assert.InRange(await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 0, width);
        }
    }
}
