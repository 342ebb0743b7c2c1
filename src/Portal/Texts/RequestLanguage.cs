namespace Portal.Texts;

/// <summary>Chooses the language of a page from what the browser prefers (flows contract, section 2.6).</summary>
internal static class RequestLanguage
{
    private const int MaxWishes = 20;

    public static TextSet GetTexts(this HttpContext context) =>
        context.RequestServices.GetRequiredService<TextCatalog>().For(Wishes(context.Request));

    private static IEnumerable<string> Wishes(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Take(MaxWishes)
        .OrderByDescending(wish => wish.Quality ?? 1)
        .Select(wish => wish.Value.ToString());
}
