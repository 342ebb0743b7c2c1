using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Pages.Errors;
using Portal.Pages.Language;
using Portal.Texts;

namespace Portal.Gallery.States;

/// <summary>What cannot be done, a form that was open too long, and the choice of a language.</summary>
internal static class ErrorStates
{
    public static GalleryArea Area { get; } = new("errors", "Errors and language",
    [
        Theirs("error.bad-request", "Opened in the wrong way", 400),
        Theirs("error.not-found", "No such page", 404),
        Theirs("error.not-opened-directly", "Cannot be opened directly", 405),
        Theirs("error.too-large", "Too large", 413),
        PageState.Says("error.too-many", "Too many requests", sample => new(sample.T["error.429-title"], sample.T["error.429-lead", sample.T.Duration(Sample.Wait)])
        {
            Icon = IconName.Clock,
            Actions = [new(sample.Page.To("/"), sample.T["error.try-again"])],
        }),
        Ours("error.failed", "Our fault", 500),
        Ours("error.away", "Away for a moment", 503),
        PageState.Of<StaleFormPage>("stale-form", "Open for too long", sample => new { sample.Page, Fields = (KeyValuePair<string, string>[])[KeyValuePair.Create("username", "quentin")] }),
        PageState.Of<StaleFormPage>("stale-form.question", "A question that was open for too long", sample => new { sample.Page, Fields = (KeyValuePair<string, string>[]?)null }),
        PageState.Of<LanguagePage>("language", "Languages", sample => new { sample.Page, Languages = sample.Page.Theme.Texts.All, Return = "/" }) with { At = "/language" },
    ]);

    private static PageState Theirs(string id, string title, int status) => PageState.Says(id, title, sample => new(sample.T[$"error.{status}-title"], sample.T[$"error.{status}-lead"])
    {
        Icon = IconName.Broken,
        Actions = [new(sample.Page.To("/"), sample.T["error.home"])],
    });

    private static PageState Ours(string id, string title, int status) => PageState.Says(id, title, sample => new(sample.T[$"error.{status}-title"], sample.T[$"error.{status}-lead"])
    {
        Icon = IconName.Alert,
        Tone = Tone.Danger,
        Actions = [new(sample.Page.To("/"), sample.T["error.try-again"])],
        Reference = "4BF9-2F35",
    });
}
