using Portal.Hosting;
using Portal.Pages;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>The tokens: shown, changed into a draft, and taken along as a file.</summary>
internal static class GalleryTokens
{
    public static IResult Show(HttpContext context)
    {
        GalleryPolicy.LetItFrame(context);
        var look = GalleryLook.Of(context);
        return PageResult.Of<GalleryTokensPage>(context, new { Page = GalleryEndpoints.PageOf(context, look), Look = look, View = TokensView.Of(BeforeChange(context, look).Tokens) });
    }

    public static IResult Send(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(BeforeChange(context, GalleryLook.Of(context)).File ?? "{}\n"u8.ToArray(), "application/json", ThemeReader.Tokens);
    }

    public static async Task<IResult> ChangeAsync(HttpContext context, ThemeDrafts drafts, CancellationToken cancellationToken)
    {
        var look = GalleryLook.Of(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var typed = form.Where(field => TokenContract.Definitions.ContainsKey(field.Key)).ToDictionary(field => field.Key, field => form.Text(field.Key), StringComparer.Ordinal);
        var (tokens, file) = BeforeChange(context, look);
        var (draft, problems) = drafts.Keep(TokenEdits.Apply(file, tokens, typed));
        if (draft is not null)
        {
            return new SeeOther((look with { Draft = draft.Id }).On(GalleryPlaces.Tokens));
        }

        GalleryPolicy.LetItFrame(context);
        var broken = problems.Where(problem => problem.Kind == ThemeProblemKind.Broken).ToList();
        return PageResult.Of<GalleryTokensPage>(context, StatusCodes.Status400BadRequest, new
        {
            Page = GalleryEndpoints.PageOf(context, look),
            Look = look,
            View = TokensView.Of(tokens, typed, broken.ToLookup(problem => problem.Place, problem => problem.Message, StringComparer.Ordinal)),
            Problems = broken.Select(problem => problem.ToString()).ToList(),
        });
    }

    // What is changed further: a draft, or what is shown now.
    private static (TokenSet Tokens, byte[]? File) BeforeChange(HttpContext context, GalleryLook look)
    {
        var themes = context.RequestServices.GetRequiredService<Themes>();
        return context.RequestServices.GetRequiredService<ThemeDrafts>().Find(look.Draft) is { } draft ? (draft.Theme.Tokens, draft.Tokens) : (themes.Main.Tokens, themes.ReadTokens());
    }
}
