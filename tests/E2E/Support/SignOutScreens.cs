namespace Portal.Tests.E2E.Support;

/// <summary>Signing out because an app asks for it.</summary>
internal static class SignOutScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("end-session", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync((await App.RegisterAsync(visit)).SignOutRequest());
            await visit.Page.SeeAsync("Sign out of example.org?");
        }),
        new("end-session-confirmed", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/end-session");
            await visit.Page.Button("Sign out").ClickAsync();
            await visit.Page.SeeAsync("You are signed out");
        }),
        new("end-session-continue", async visit =>
        {
            await visit.OpenAsync((await App.RegisterAsync(visit)).SignOutRequest());
            await visit.Page.SeeAsync("You are signed out");
        }),
        new("end-session-refused", async visit =>
        {
            await visit.OpenAsync("/end-session?client_id=01ARZ3NDEKTSV4RRFFQ69G5FAV");
            await visit.Page.SeeAsync("This sign-out link does not work");
        }),
    ];
}
