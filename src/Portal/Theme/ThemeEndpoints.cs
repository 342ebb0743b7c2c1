namespace Portal.Theme;

/// <summary>The files of themes, under names made from their content.</summary>
internal static class ThemeEndpoints
{
    public const string Prefix = "/theme";

    private const string ForEver = "public, max-age=31536000, immutable";

    public static void MapThemes(this IEndpointRouteBuilder routes) => routes.MapMethods(Prefix + "/{file}", [HttpMethods.Get, HttpMethods.Head], Show);

    // A style sheet of long ago, or of another process that is a step ahead: the page has one all the same, and asks again next time.
    private static IResult Show(HttpContext context, string file, Themes themes, ThemeDrafts drafts)
    {
        var asset = themes.Find(file) ?? drafts.FindAsset(file) ?? (file.EndsWith(".css", StringComparison.Ordinal) ? context.GetTheme().Styles : null);
        if (asset is null)
        {
            return Results.NotFound();
        }

        var headers = context.Response.Headers;
        headers.CacheControl = asset.Name == file ? ForEver : "no-cache";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox"; // of a drawing that is opened by itself
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.Vary = "Accept-Encoding";
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding;
        var (body, encoding) = asset.For(coding => accepted.Any(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && one.Quality is null or > 0));
        headers.ContentEncoding = encoding;
        return Results.Bytes(body, asset.ContentType);
    }
}
