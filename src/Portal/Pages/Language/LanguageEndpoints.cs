using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Layout;
using Portal.Texts;
using Portal.Theme;

namespace Portal.Pages.Language;

/// <summary><c>/language</c>: a person chooses the language of the pages (flows contract, section 2.6).</summary>
internal static class LanguageEndpoints
{
    public static void MapLanguage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/language", Show);
        routes.MapPost("/language", ChooseAsync);
    }

    private static IResult Show(HttpContext context) => PageResult.Of<LanguagePage>(context, new
    {
        Page = PageContext.Of(context),
        Languages = context.GetTheme().Texts.All,
        Return = ReturnOf(context.Request),
    });

    // A script gives the whole address of the page; without one, what is to be resumed comes beside its path.
    private static string ReturnOf(HttpRequest request) =>
        OwnPath.Of(request.Query["return"]) is var path && path.Contains('?', StringComparison.Ordinal) ? path : request.GetContinuation().With(path);

    private static async Task<IResult> ChooseAsync(HttpContext context, AccountLanguage language, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (context.GetTheme().Texts.Find(form.Text("language")) is { } chosen)
        {
            LanguageCookie.Set(context, chosen.Language);
            if (context.User.GetPerson() is { } person)
            {
                await language.ChooseAsync(person.UserId, chosen.Language, cancellationToken);
            }
        }

        return new SeeOther(OwnPath.Of(form.Text("return")));
    }
}
