using System.Text.RegularExpressions;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>A page or a mail in one of its states, as the gallery shows it.</summary>
/// <param name="Id">As in the names of its pictures.</param>
/// <param name="Path">Where it can be seen, from the root of the site on.</param>
internal sealed record GalleryState(string Id, string Path)
{
    /// <summary>A mail runs no scripts, whoever wants it.</summary>
    public bool IsMail => Path.StartsWith("/gallery/mails/", StringComparison.Ordinal);
}

/// <summary>Everything that the gallery shows, by area.</summary>
internal static partial class GalleryStates
{
    /// <summary>A test case each.</summary>
    public static IReadOnlyList<string> Areas { get; } =
        ["sign-in", "second-step", "register", "recovery", "consent", "device", "account", "sessions", "profile", "password", "passkeys", "tokens", "errors", "mails"];

    /// <summary>The states of an area; of all without.</summary>
    public static async Task<IReadOnlyList<GalleryState>> ReadAsync(Visit visit, string? area = null)
    {
        var html = await ReadOverviewAsync(visit, area);
        var states = State().Matches(html).Select(match => new GalleryState(match.Groups["id"].Value, match.Groups["path"].Value)).Distinct().ToList();
        Assert.NotEmpty(states);
        return states;
    }

    public static async Task<IEnumerable<string>> ReadAreasAsync(Visit visit) => Area().Matches(await ReadOverviewAsync(visit, area: null)).Select(match => match.Groups["id"].Value);

    // Not opened: it would frame all of them.
    private static async Task<string> ReadOverviewAsync(Visit visit, string? area)
    {
        var answer = await visit.Context.APIRequest.GetAsync($"{visit.Portal.Address}/gallery{(area is null ? "" : $"?area={area}")}");
        Assert.True(answer.Ok, "The gallery cannot be seen.");
        return await answer.TextAsync();
    }

    [GeneratedRegex("""<a href="(?<path>/gallery/(pages|mails)/(?<id>[a-z0-9.-]+))">""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex State();

    [GeneratedRegex("""<section class="gallery-area" id="(?<id>[a-z0-9-]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Area();
}
