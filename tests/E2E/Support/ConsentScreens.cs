namespace Portal.Tests.E2E.Support;

/// <summary>Deciding what an app gets.</summary>
internal static class ConsentScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("consent-new", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync((await App.RegisterAsync(visit, "An app that nobody used")).Request());
            await visit.Page.SeeTextAsync("New");
        }),
        new("consent-known", async visit =>
        {
            await visit.BeSomebodyAsync();
            var app = await App.RegisterAsync(visit, "Known app");
            await app.SignInAsync();
            await visit.OpenAsync(app.Request());
            await visit.Page.SeeAsync("Let Known app use your account?");
        }),
        new("consent-dangerous", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET can_request_admin = TRUE WHERE user_name = @value", person.Username);
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request(scope: "openid urn:matrix:client:api:* urn:synapse:admin:*"));
            await visit.Page.SeeTextAsync("It also asks for power over others");
        }),
        new("consent-dangerous-missing", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET can_request_admin = TRUE WHERE user_name = @value", person.Username);
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request(scope: "openid urn:matrix:client:api:* urn:synapse:admin:*"));
            await visit.Page.ArmAsync();
            await visit.Page.SendUncheckedAsync("Allow");
            await visit.Page.SeeTextAsync("Tick this box to allow it, or press Cancel.");
        }),
        new("answer-to-post", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request(mode: "form_post"));
            await Screen.BlockScriptsAsync(visit.Context); // one would send the answer before it is seen
            await visit.Page.AnswerAsync("Allow");
            await visit.Page.SeeAsync("Back to the app");
        }),
        new("consent-refused", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request(scope: "openid urn:matrix:client:api:* urn:synapse:admin:*"));
            await visit.Page.SeeAsync("Test app asks for more than it may have");
        }),
        new("consent-decided", async visit =>
        {
            await visit.BeSomebodyAsync();
            var app = await App.RegisterAsync(visit);
            await visit.OpenAsync(app.Request());
            var consent = visit.Page.Url;
            await visit.Page.AnswerAsync("Allow");
            await visit.Page.SeeAsync("Back in the app");
            await visit.Page.GotoAsync(consent);
            await visit.Page.SeeAsync("This is already decided");
        }),
        new("consent-unknown", async visit =>
        {
            await visit.OpenAsync("/consent/01J00000000000000000000000");
            await visit.Page.SeeAsync("This request is not known");
        }),
        new("app-asked-wrongly-in-detail", async visit =>
        {
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request().Replace("%2Fcallback", "%2Felsewhere", StringComparison.Ordinal));
            await visit.Page.SeeAsync("This app did not ask in the right way");
            await visit.Page.GetByText("Details for the developer").ClickAsync();
        }),
        new("app-asked-wrongly", async visit =>
        {
            await visit.OpenAsync("/authorize?client_id=01J00000000000000000000000");
            await visit.Page.SeeAsync("This app did not ask in the right way");
        }),
    ];
}
