using Portal.Hosting;

namespace Portal.Texts;

/// <summary>The language that a person chose in this browser. It wins over everything else.</summary>
internal static class LanguageCookie
{
    private const string Name = "language";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400); // the browsers' limit

    public static string? Get(HttpRequest request) => request.Cookies[Name];

    public static void Set(HttpContext context, string language) => context.SetCookie(Name, language, Lifetime);
}
