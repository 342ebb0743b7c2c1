using Portal.Hosting;
using Portal.Theme;

namespace Portal.Texts;

/// <summary>
/// Chooses the language of a page (flows contract, section 2.6): what the person chose in this browser, else what the app asks for,
/// else what the account remembers, else what the browser prefers.
/// </summary>
internal static class RequestLanguage
{
    private const int MaxWishes = 20;
    private const int MaxTagLength = 35; // RFC 5646 §4.4.1
    private static readonly object Key = new();

    public static TextSet GetTexts(this HttpContext context)
    {
        if (context.Items[Key] is not TextSet texts)
        {
            context.Items[Key] = texts = context.GetTheme().Texts.For([.. Chosen(context), .. Remembered(context)]);
        }

        return texts;
    }

    /// <summary>From now on the page is in the first of these languages that there is, unless the person chose another; without one, it is as before.</summary>
    public static TextSet PreferLanguages(this HttpContext context, params IEnumerable<string> wishes)
    {
        var texts = context.GetTheme().Texts.For([.. Chosen(context), .. wishes.Where(IsTag).Take(MaxWishes), .. Remembered(context)]);
        context.Items[Key] = texts;
        return texts;
    }

    private static IEnumerable<string> Chosen(HttpContext context) => LanguageCookie.Get(context.Request) is { } chosen && IsTag(chosen) ? [chosen] : [];

    private static IEnumerable<string> Remembered(HttpContext context) =>
        context.User.GetPerson()?.Language is { } remembered ? [remembered, .. Wishes(context.Request)] : Wishes(context.Request);

    private static IEnumerable<string> Wishes(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Select(wish => (Tag: wish.Value.ToString(), wish.Quality))
        .Where(wish => IsTag(wish.Tag))
        .Take(MaxWishes)
        .OrderByDescending(wish => wish.Quality ?? 1)
        .Select(wish => wish.Tag);

    private static bool IsTag(string wish) => wish.Length <= MaxTagLength;
}
