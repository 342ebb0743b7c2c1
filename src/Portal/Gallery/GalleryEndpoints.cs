using Microsoft.AspNetCore.Mvc;
using Portal.Hosting;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Layout;
using Portal.Pages;
using Portal.Pages.Errors;
using Portal.Texts;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>
/// Every page and every mail in every state, for those who design them. Everybody sees it in development; elsewhere only administrators do, and for all others there is no such page.
/// It reads nothing of anybody and changes nothing.
/// </summary>
internal static class GalleryEndpoints
{
    public static void MapGallery(this IEndpointRouteBuilder routes)
    {
        var gallery = routes.MapGroup(GalleryPlaces.Overview);
        gallery.MapGet("", Guarded(ShowOverview));
        gallery.MapGet("/pages/{id}", Guarded(ShowPage));
        gallery.MapGet("/mails/{id}", Guarded(GalleryMails.ShowAsync));
        gallery.MapGet("/components", Guarded(ShowComponents));
        gallery.MapGet("/tokens", Guarded(GalleryTokens.Show));
        gallery.MapGet("/tokens/theme.json", Guarded(GalleryTokens.SendTokens));
        gallery.MapGet("/tokens/theme.zip", Guarded(GalleryTokens.SendTheme));
        gallery.MapPost("/tokens", GalleryTokens.ChangeAsync).Guard();
        gallery.MapPost("/tokens/theme.zip", GalleryTokens.TakeThemeAsync).Guard().WithMetadata(new RequestSizeLimitAttribute(RequestLimits.MaxBodyLength + ThemePackageReader.LargestArchive));
    }

    /// <summary>Of the gallery itself: in English, whoever looks.</summary>
    public static PageContext PageOf(HttpContext context, GalleryLook look) =>
        PageContext.Of(context) with { Texts = context.GetTheme().Texts.For([TextCatalog.Fallback]), Scheme = look.Scheme };

    private static RouteHandlerBuilder Guard(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(RefuseOthersAsync).AddEndpointFilter<FlowForms>().DisableAntiforgery(); // FlowForms checks it, and answers kindly

    private static RequestDelegate Guarded(Func<HttpContext, IResult> show) => Guarded(context => Task.FromResult(show(context)));

    // Request delegates and no bound parameters: nothing of this is compiled before somebody looks.
    private static RequestDelegate Guarded(Func<HttpContext, Task<IResult>> show) => async context =>
    {
        var answer = await IsAllowedAsync(context) ? await show(context) : NotFound(context);
        await answer.ExecuteAsync(context);
    };

    private static async ValueTask<object?> RefuseOthersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await IsAllowedAsync(context.HttpContext) ? await next(context) : NotFound(context.HttpContext);

    private static async Task<bool> IsAllowedAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<IWebHostEnvironment>().IsDevelopment()
        || (context.User.GetPerson() is { } person && await context.RequestServices.GetRequiredService<AccountTokens>().MayGrantAdminAsync(person.UserId, context.RequestAborted));

    private static IResult ShowOverview(HttpContext context)
    {
        GalleryPolicy.LetItFrame(context);
        var filter = GalleryFilter.Of(context);
        return PageResult.Of<GalleryOverviewPage>(context, new { Page = PageOf(context, filter.Look), Filter = filter, Languages = context.GetTheme().Texts.All, Problems = Broken(context.RequestServices.GetRequiredService<Themes>()) });
    }

    private static IResult ShowPage(HttpContext context)
    {
        if (GalleryCatalog.Find<PageState>((string)context.GetRouteValue("id")!) is not { } state)
        {
            return NotFound(context);
        }

        GalleryPolicy.LetItBeFramed(context);
        var page = state.Show(context, GallerySamples.Of(context, GalleryLook.Of(context), state.At));
        return context.Request.Query["still"] is ["1"] ? new StillResult(page) : page;
    }

    private static IResult ShowComponents(HttpContext context)
    {
        GalleryPolicy.LetItFrame(context);
        var look = GalleryLook.Of(context);
        var styles = StyleProperties.Read(context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider);
        return PageResult.Of<GalleryComponentsPage>(context, new { Page = PageOf(context, look), Look = look, Styles = styles });
    }

    // Why a theme on disk is not shown as it is.
    private static List<string> Broken(Themes themes) =>
        [.. themes.Problems.SelectMany(theme => theme.Value, (theme, problem) => problem with { File = theme.Key + problem.File }).Where(problem => problem.Kind == ThemeProblemKind.Broken).Select(problem => problem.ToString())];

    private static IResult NotFound(HttpContext context) => ErrorPages.Page(context, StatusCodes.Status404NotFound);
}
