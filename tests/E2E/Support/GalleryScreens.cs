using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Support;

/// <summary>The gallery, as an administrator sees it.</summary>
internal static class GalleryScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("gallery", visit => OpenAsync(visit, "/gallery?q=sign-in.wrong", "Gallery")),
        new("gallery-desktop-dark", visit => OpenAsync(visit, "/gallery?q=sign-in.wrong&width=desktop&theme=dark&lang=ar", "Gallery")),
        new("gallery-nothing", async visit =>
        {
            await OpenAsync(visit, "/gallery?q=no+such+state", "Gallery");
            await visit.Page.SeeTextAsync("Nothing is called that.");
        }),
        new("gallery-components", visit => OpenAsync(visit, "/gallery/components", "Components")),
        new("gallery-tokens", visit => OpenAsync(visit, "/gallery/tokens", "Tokens")),
        new("gallery-tokens-draft", async visit =>
        {
            await OpenAsync(visit, "/gallery/tokens", "Tokens");
            await visit.Page.Field("accent Light").FillAsync("#7d1f2d");
            await visit.Page.Button("Show the draft").ClickAsync();
            await visit.Page.SeeNoticeAsync("The draft is shown beside its tokens.");
        }),
        new("gallery-tokens-refused", async visit =>
        {
            await OpenAsync(visit, "/gallery/tokens", "Tokens");
            await visit.Page.Field("accent Light").FillAsync("reddish");
            await Expect(visit.Page.Field("accent Light")).ToHaveAttributeAsync("aria-invalid", "true"); // said before it is sent
            await visit.Page.Button("Show the draft").ClickAsync();
            await visit.Page.SeeTextAsync("This draft cannot be shown.");
        }),
    ];

    private static async Task OpenAsync(Visit visit, string path, string heading)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.Portal.Data.ExecuteAsync("UPDATE users SET can_request_admin = TRUE WHERE user_name = @value", person.Username);
        await visit.OpenAsync(path);
        await visit.Page.SeeAsync(heading);
    }
}
