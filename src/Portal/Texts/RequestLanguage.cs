namespace Portal.Texts;

/// <summary>Chooses the language of a page from what the browser prefers (flows contract, section 2.6).</summary>
internal static class RequestLanguage
{
    private const int MaxWishes = 20;
    private const int MaxTagLength = 35; // RFC 5646 §4.4.1
    private static readonly object Key = new();

    public static TextSet GetTexts(this HttpContext context)
    {
        if (context.Items[Key] is not TextSet texts)
        {
            context.Items[Key] = texts = context.RequestServices.GetRequiredService<TextCatalog>().For(Wishes(context.Request));
        }

        return texts;
    }

    /// <summary>From now on the page is in the first of these languages that there is; without one, in what the browser prefers.</summary>
    public static TextSet PreferLanguages(this HttpContext context, params IEnumerable<string> wishes)
    {
        var texts = context.RequestServices.GetRequiredService<TextCatalog>().For([.. wishes.Where(wish => wish.Length <= MaxTagLength).Take(MaxWishes), .. Wishes(context.Request)]);
        context.Items[Key] = texts;
        return texts;
    }

    private static IEnumerable<string> Wishes(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(wish => wish.Value.Length <= MaxTagLength)
        .Take(MaxWishes)
        .OrderByDescending(wish => wish.Quality ?? 1)
        .Select(wish => wish.Value.ToString());
}
