using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>What axe finds that keeps somebody from using a page.</summary>
/// <remarks>Runs in the page itself, once loaded as often as asked: the pages have no frames that anybody operates, and the usual runner opens a second page each time to put the frames' results together.</remarks>
internal static class Axe
{
    /// <summary>The rule that colours are told apart.</summary>
    public const string Contrast = "color-contrast";

    /// <summary>All rules.</summary>
    public static object All { get; } = new { };

    private static string Script { get; } = new BundledAxeScriptProvider().GetScript();

    public static object Only(string rule) => new { runOnly = new[] { rule } };

    public static object AllBut(string rule) => new { rules = new Dictionary<string, object>(StringComparer.Ordinal) { [rule] = new { enabled = false } } };

    /// <param name="name">Of the page, in what is said when it fails.</param>
    /// <param name="options">Those of <c>axe.run</c>.</param>
    public static async Task SeeNoBarrierAsync(this IPage page, string name, object options)
    {
        var barriers = await page.FindBarriersAsync(options);
        Assert.True(barriers.Count == 0, $"{name}: {string.Join('\n', barriers)}");
    }

    /// <param name="options">Those of <c>axe.run</c>.</param>
    /// <returns>A line each.</returns>
    public static async Task<IReadOnlyList<string>> FindBarriersAsync(this IPage page, object options)
    {
        Assert.Equal(0, await page.Locator("iframe:not([inert])").CountAsync()); // the gallery's miniatures are pages that are looked at by themselves
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        return await page.EvaluateAsync<string[]>(
            """
            async options => {
              const found = await axe.run({ exclude: ["iframe[inert]"] }, { ...JSON.parse(options), iframes: false, resultTypes: ["violations"] });
              return found.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${violation.help}: ${node.html}`));
            }
            """,
            JsonSerializer.Serialize(options));
    }
}
