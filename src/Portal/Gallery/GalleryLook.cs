using Microsoft.AspNetCore.WebUtilities;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>How a state is shown, as its address says it: <c>?theme=dark&amp;lang=de&amp;logo=none&amp;draft=…</c>. What is not one of the choices counts as absent.</summary>
public sealed record GalleryLook
{
    public const string WithoutLogoValue = "none";

    /// <summary><c>light</c> or <c>dark</c>; none if the system chooses.</summary>
    public string? Scheme { get; init; }

    /// <summary>The tag of one of our languages; none for that of the browser.</summary>
    public string? Language { get; init; }

    /// <summary>As somebody sees it who has no logo: pages have the product's, mails a letter.</summary>
    public bool IsWithoutLogo { get; init; }

    /// <summary>Id of a theme that is tried out (<see cref="ThemeDrafts"/>).</summary>
    public string? Draft { get; init; }

    internal static GalleryLook Of(HttpContext context)
    {
        var query = context.Request.Query;
        return new()
        {
            Scheme = query["theme"] is [TokenContract.Light or TokenContract.Dark] and [{ } scheme] ? scheme : null,
            Language = query["lang"] is [{ } tag] ? context.GetTheme().Texts.Find(tag)?.Language : null,
            IsWithoutLogo = query["logo"] is [WithoutLogoValue],
            Draft = query["draft"] is [{ } draft] && context.RequestServices.GetRequiredService<ThemeDrafts>().Find(draft) is { } found ? found.Id : null,
        };
    }

    /// <summary>By name, without those that are absent.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Fields => ((KeyValuePair<string, string?>[])
    [
        new("theme", Scheme), new("lang", Language), new("logo", IsWithoutLogo ? WithoutLogoValue : null), new("draft", Draft),
    ]).Where(pair => pair.Value is not null);

    /// <summary>The address of a page that shall look so.</summary>
    public string On(string path) => QueryHelpers.AddQueryString(path, Fields);
}
