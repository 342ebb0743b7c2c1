using Portal.Hosting;
using Portal.Identity.Sessions;
using Portal.Pages;
using Portal.Texts;
using Portal.Theme;

namespace Portal.Layout;

/// <summary>What every page needs to draw itself: the words, the names, and where it is.</summary>
/// <param name="ScriptNonce">Makes a script of ours run.</param>
public sealed record PageContext(TextSet Texts, Brand Brand, string PathBase, string Path, string Query, string ScriptNonce, bool IsDevelopment)
{
    /// <summary>Who is signed in.</summary>
    public SignedInPerson? Person { get; init; }

    public static PageContext Of(HttpContext context) => new(
        context.GetTexts(),
        context.RequestServices.GetRequiredService<Brand>(),
        context.Request.PathBase.ToUriComponent(),
        context.Request.PathBase.Add(context.Request.Path).ToUriComponent(),
        context.Request.QueryString.ToUriComponent(),
        context.GetScriptNonce(),
        context.RequestServices.GetRequiredService<IWebHostEnvironment>().IsDevelopment())
    {
        Person = context.User.GetPerson(),
        Theme = context.GetTheme(),
        LanguageHref = $"{context.Request.PathBase.ToUriComponent()}/language?{PageAddress.ReturnOf(context)}",
    };

    /// <summary>How it looks.</summary>
    internal SiteTheme Theme { get; private init; } = null!;

    /// <summary><c>light</c> or <c>dark</c>; none if the system chooses.</summary>
    public string? Scheme { get; init; }

    /// <summary>Where another language can be chosen, and the way back from there.</summary>
    public string LanguageHref { get; private init; } = "";

    /// <summary>An address of ours with the prefix under which we are served.</summary>
    public string To(string path) => PathBase + path;
}
