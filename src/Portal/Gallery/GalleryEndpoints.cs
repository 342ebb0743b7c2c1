using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Homeserver;
using Portal.Layout;
using Portal.Mail;
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
        gallery.MapGet("/mails/{id}", Guarded(ShowMailAsync));
        gallery.MapGet("/components", Guarded(ShowComponents));
        gallery.MapGet("/tokens", Guarded(ShowTokens));
        gallery.MapGet("/tokens/theme.json", Guarded(SendTokens));
        gallery.MapPost("/tokens", ChangeTokensAsync).AddEndpointFilter(RefuseOthersAsync).AddEndpointFilter<FlowForms>().DisableAntiforgery(); // FlowForms checks it, and answers kindly
    }

    private static RequestDelegate Guarded(Func<HttpContext, IResult> show) => Guarded(context => Task.FromResult(show(context)));

    // Request delegates and no bound parameters: nothing of this is compiled before somebody looks.
    private static RequestDelegate Guarded(Func<HttpContext, Task<IResult>> show) => async context =>
    {
        var answer = await IsAllowedAsync(context) ? await show(context) : ErrorPages.Page(context, StatusCodes.Status404NotFound);
        await answer.ExecuteAsync(context);
    };

    private static async ValueTask<object?> RefuseOthersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await IsAllowedAsync(context.HttpContext) ? await next(context) : ErrorPages.Page(context.HttpContext, StatusCodes.Status404NotFound);

    private static async Task<bool> IsAllowedAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<IWebHostEnvironment>().IsDevelopment()
        || (context.User.GetPerson() is { } person && await context.RequestServices.GetRequiredService<AccountTokens>().MayGrantAdminAsync(person.UserId, context.RequestAborted));

    private static IResult ShowOverview(HttpContext context)
    {
        GalleryPolicy.LetItFrame(context);
        var filter = GalleryFilter.Of(context);
        return PageResult.Of<OverviewPage>(context, new { Page = GalleryPage(context, filter.Look), Filter = filter, Languages = context.GetTheme().Texts.All, Problems = Broken(context) });
    }

    private static IResult ShowPage(HttpContext context)
    {
        if (GalleryCatalog.Find<PageState>((string)context.GetRouteValue("id")!) is not { } state)
        {
            return ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }

        GalleryPolicy.LetItBeFramed(context);
        var page = state.Show(context, SampleOf(context, GalleryLook.Of(context), state.At));
        return context.Request.Query["still"] is ["1"] ? new StillResult(page) : page;
    }

    private static IResult ShowComponents(HttpContext context)
    {
        GalleryPolicy.LetItFrame(context);
        var look = GalleryLook.Of(context);
        return PageResult.Of<ComponentsPage>(context, new { Page = GalleryPage(context, look), Look = look, Styles = StyleProperties.Read(context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider) });
    }

    private static IResult ShowTokens(HttpContext context)
    {
        GalleryPolicy.LetItFrame(context);
        var look = GalleryLook.Of(context);
        return PageResult.Of<TokensPage>(context, new { Page = GalleryPage(context, look), Look = look, View = TokensView.Of(BeforeChange(context, look).Tokens) });
    }

    private static IResult SendTokens(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var file = BeforeChange(context, GalleryLook.Of(context)).File ?? "{}\n"u8.ToArray();
        return Results.File(file, "application/json", ThemeReader.Tokens);
    }

    private static async Task<IResult> ChangeTokensAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var look = GalleryLook.Of(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var typed = form.Where(field => TokenContract.Definitions.ContainsKey(field.Key)).ToDictionary(field => field.Key, field => form.Text(field.Key), StringComparer.Ordinal);
        var (tokens, file) = BeforeChange(context, look);
        var (draft, problems) = context.RequestServices.GetRequiredService<ThemeDrafts>().Keep(TokenEdits.Apply(file, tokens, typed));
        if (draft is not null)
        {
            return new SeeOther((look with { Draft = draft.Id }).On(GalleryPlaces.Tokens));
        }

        GalleryPolicy.LetItFrame(context);
        var broken = problems.Where(problem => problem.Kind == ThemeProblemKind.Broken).ToList();
        return PageResult.Of<TokensPage>(context, StatusCodes.Status400BadRequest, new
        {
            Page = GalleryPage(context, look),
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

    private static async Task<IResult> ShowMailAsync(HttpContext context)
    {
        if (GalleryCatalog.Find<MailState>((string)context.GetRouteValue("id")!) is not { } state)
        {
            return ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }

        GalleryPolicy.LetMailBeFramed(context);
        context.Response.Headers.CacheControl = "no-store";
        var look = GalleryLook.Of(context);
        var content = state.Content(SampleOf(context, look, "/"));
        if (context.Request.Query["part"] is ["text"])
        {
            return Results.Text(content.ToText(), "text/plain; charset=utf-8");
        }

        var renderer = context.RequestServices.GetRequiredService<HtmlRenderer>();
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(state.Component, ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(MailLayout.Content)] = content }))).ToHtmlString());
        return Results.Text(WithScheme(WithLogo(html, content.Brand.Logo), look.Scheme), "text/html; charset=utf-8");
    }

    /// <summary>Of the gallery itself: in English, whoever looks.</summary>
    internal static PageContext GalleryPage(HttpContext context, GalleryLook look) =>
        PageContext.Of(context) with { Texts = context.GetTheme().Texts.For([TextCatalog.Fallback]), Scheme = look.Scheme };

    /// <summary>Why a theme on disk is not shown as it is.</summary>
    internal static IReadOnlyList<string> Broken(HttpContext context) =>
        [.. context.RequestServices.GetRequiredService<Themes>().Problems.SelectMany(theme => theme.Value, (theme, problem) => problem with { File = theme.Key + problem.File }).Where(problem => problem.Kind == ThemeProblemKind.Broken).Select(problem => problem.ToString())];

    private static Sample SampleOf(HttpContext context, GalleryLook look, string at)
    {
        var drafts = context.RequestServices.GetRequiredService<ThemeDrafts>();
        if (drafts.Find(look.Draft) is { } draft)
        {
            context.UseTheme(draft.Theme);
        }
        else if (look.IsWithoutLogo)
        {
            context.UseTheme(drafts.WithoutLogo());
        }

        var theme = context.GetTheme();
        var brand = BrandOf(context.RequestServices);
        var page = PageContext.Of(context);
        var sample = new Sample(
            page with
            {
                Texts = look.Language is { } language && theme.Texts.Find(language) is { } texts ? texts : page.Texts,
                Brand = brand,
                Path = page.To(at),
                Query = "",
                IsDevelopment = false,
                Scheme = look.Scheme,
            },
            new MailBrand(brand.ServiceName, brand.Imprint, brand.PolicyUri, brand.TosUri) { Colours = theme.MailColours, Logo = look.IsWithoutLogo ? null : theme.MailLogo },
            context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return sample with { Page = sample.PageOf(sample.Person) };
    }

    // As it is configured; what is not is made up, so that every part of a page can be seen.
    private static Brand BrandOf(IServiceProvider services)
    {
        var branding = services.GetRequiredService<IOptions<BrandingOptions>>().Value;
        var sample = new BrandingOptions
        {
            ServiceName = branding.ServiceName,
            PolicyUri = branding.PolicyUri ?? new Uri("https://example.org/privacy"),
            TosUri = branding.TosUri ?? new Uri("https://example.org/terms"),
            Imprint = branding.Imprint,
        };
        return new Brand(Options.Create(sample), services.GetRequiredService<IOptions<MatrixOptions>>());
    }

    private static string WithLogo(string html, MailPicture? logo) =>
        logo is null ? html : html.Replace("cid:" + MailPicture.ContentId, "data:image/png;base64," + Convert.ToBase64String(logo.Png), StringComparison.Ordinal);

    // A mail asks what the system prefers, and nobody else.
    private static string WithScheme(string html, string? scheme) => scheme switch
    {
        TokenContract.Dark => html.Replace("(prefers-color-scheme: dark)", "all", StringComparison.Ordinal),
        TokenContract.Light => html.Replace("(prefers-color-scheme: dark)", "not all", StringComparison.Ordinal),
        _ => html,
    };
}
