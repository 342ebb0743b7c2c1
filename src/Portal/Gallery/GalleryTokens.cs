using System.Text;
using Portal.Hosting;
using Portal.Pages;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>The tokens: shown, changed into a draft, and taken along as a file, alone or with the whole theme.</summary>
internal static class GalleryTokens
{
    private const string PackageField = "theme";

    private static readonly Dictionary<string, byte[]?> NoChanges = new(StringComparer.Ordinal);

    public static IResult Show(HttpContext context)
    {
        var draft = DraftOf(context);
        return Page(context, StatusCodes.Status200OK, TokensView.Of(draft?.Theme.Tokens ?? ThemesOf(context).Main.Tokens));
    }

    public static IResult SendTokens(HttpContext context) =>
        Pack(context) is { } theme ? Send(context, TokensOf(theme) ?? "{}\n"u8.ToArray(), "application/json", ThemeReader.Tokens) : CannotBeRead(context);

    public static IResult SendTheme(HttpContext context)
    {
        if (Pack(context) is not { } theme)
        {
            return CannotBeRead(context);
        }

        using var zip = new MemoryStream();
        theme.Write(zip);
        return Send(context, zip.ToArray(), ThemePackage.ContentType, GalleryPlaces.PackageName);
    }

    public static async Task<IResult> ChangeAsync(HttpContext context, ThemeDrafts drafts, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var typed = form.Where(field => TokenContract.Definitions.ContainsKey(field.Key)).ToDictionary(field => field.Key, field => form.Text(field.Key), StringComparer.Ordinal);
        if (Pack(context) is not { } theme)
        {
            return CannotBeRead(context);
        }

        var before = DraftOf(context);
        var tokens = before?.Theme.Tokens ?? ThemesOf(context).Main.Tokens;
        var changes = new Dictionary<string, byte[]?>(before?.Changes ?? NoChanges, StringComparer.Ordinal) { [ThemeReader.Tokens] = TokenEdits.Apply(TokensOf(theme), tokens, typed) };
        var (draft, problems) = drafts.Keep(changes);
        return draft is not null
            ? new SeeOther((GalleryLook.Of(context) with { Draft = draft.Id }).On(GalleryPlaces.Tokens))
            : Refused(context, Broken(problems), TokensView.Of(tokens, typed, problems.Where(IsBroken).ToLookup(problem => problem.Place, problem => problem.Message, StringComparer.Ordinal)));
    }

    /// <summary>Takes a zip in the place of the whole theme, as a draft. What it has no file for is the product's own.</summary>
    public static async Task<IResult> TakeThemeAsync(HttpContext context, ThemeDrafts drafts, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (form.Files[PackageField] is not { Length: > 0 } file)
        {
            return Refused(context, [GalleryWords.PackageMissing]);
        }

        await using var zip = file.OpenReadStream();
        var reading = ThemePackage.Read(zip);
        if (reading.Package is not { } package)
        {
            return Refused(context, reading.Refusal is { } refusal ? [refusal] : Broken(reading.Problems));
        }

        var (draft, problems) = drafts.Keep(ThemeReader.Names.ToDictionary(name => name, name => package.Files.GetValueOrDefault(name), StringComparer.Ordinal));
        return draft is not null ? new SeeOther((GalleryLook.Of(context) with { Draft = draft.Id }).On(GalleryPlaces.Tokens)) : Refused(context, Broken(problems));
    }

    private static IResult CannotBeRead(HttpContext context) => Refused(context, [GalleryWords.ThemeUnreadable]);

    private static IResult Refused(HttpContext context, IReadOnlyList<string> problems, TokensView? view = null) =>
        Page(context, StatusCodes.Status400BadRequest, view ?? TokensView.Of(DraftOf(context)?.Theme.Tokens ?? ThemesOf(context).Main.Tokens), problems);

    private static IResult Page(HttpContext context, int status, TokensView view, IReadOnlyList<string>? problems = null)
    {
        GalleryPolicy.LetItFrame(context);
        var look = GalleryLook.Of(context);
        return PageResult.Of<GalleryTokensPage>(context, status, new { Page = GalleryEndpoints.PageOf(context, look), Look = look, View = view, Problems = problems ?? [] });
    }

    private static IResult Send(HttpContext context, byte[] file, string type, string name)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(file, type, name);
    }

    // What is changed further, and taken along: a draft, or what lies on the disk.
    private static ThemePackage? Pack(HttpContext context)
    {
        try
        {
            return ThemesOf(context).PackWith(DraftOf(context)?.Changes ?? NoChanges);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static byte[]? TokensOf(ThemePackage theme) =>
        theme.Files.GetValueOrDefault(ThemeReader.Tokens) is { } file ? (file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file) : null;

    private static ThemeDraft? DraftOf(HttpContext context) => context.RequestServices.GetRequiredService<ThemeDrafts>().Find(GalleryLook.Of(context).Draft);

    private static Themes ThemesOf(HttpContext context) => context.RequestServices.GetRequiredService<Themes>();

    private static bool IsBroken(ThemeProblem problem) => problem.Kind == ThemeProblemKind.Broken;

    private static List<string> Broken(IReadOnlyList<ThemeProblem> problems) => [.. problems.Where(IsBroken).Select(problem => problem.ToString())];
}
