using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>The account and the list of where one is signed in.</summary>
internal static class AccountScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("account", visit => visit.BeSomebodyAsync()),
        new("account-with-a-long-name", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET display_name = 'Hubert Wolfeschlegelsteinhausenbergerdorff-Welchevoralternwarengewissenhaftschaferswessen' WHERE user_name = @value", person.Username);
            await visit.OpenAsync("/account/");
        }),
        new("account-with-apps", async visit =>
        {
            await visit.UseManyDevicesAsync(await visit.BeSomebodyAsync());
            await visit.OpenAsync("/account/");
        }),
        new("account-password-changed", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET password_changed_at = created_at - 345600000000 WHERE user_name = @value", person.Username); // 4 days, in microseconds
            await visit.OpenAsync("/account/");
            await visit.Page.SeeTextAsync("Your password, changed 4 days ago");
        }),
        new("activity-new", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/activity");
            await visit.Page.SeeTextAsync("You signed in with a browser");
        }),
        new("activity", async visit =>
        {
            await HappenAsync(visit);
            await visit.OpenAsync("/account/activity");
            await visit.Page.SeeAsync("Activity");
            await Assertions.Expect(visit.Page.Link("Older")).ToBeVisibleAsync();
        }),
        new("activity-older", async visit =>
        {
            await HappenAsync(visit);
            await visit.OpenAsync("/account/activity");
            await visit.Page.Link("Older").ClickAsync();
            await Assertions.Expect(visit.Page.Link("Newer")).ToBeVisibleAsync();
        }),
        new("activity-password-closed", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/activity");
            await visit.Page.SeeTextAsync("Sign out whatever you do not know.");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:PasswordChangeAllowed"] = "false", ["Portal:Account:PasswordRecoveryEnabled"] = "false" },
        },
        new("sessions-only-here", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/sessions");
            await visit.Page.SeeTextAsync("No other devices.");
            await Assertions.Expect(visit.Page.EverywhereElse()).ToHaveCountAsync(0);
        }),
        new("sessions", async visit =>
        {
            await visit.UseManyDevicesAsync(await visit.BeSomebodyAsync());
            await visit.OpenAsync("/account/sessions");
        }),
        new("sessions-one-ended", async visit =>
        {
            await visit.UseManyDevicesAsync(await visit.BeSomebodyAsync());
            await visit.OpenAsync("/account/sessions");
            await SignOutPhoneAsync(visit.Page);
            await visit.Page.SeeTextAsync("Google Pixel 8 is signed out.");
        }),
        new("sessions-gone", async visit =>
        {
            await visit.UseManyDevicesAsync(await visit.BeSomebodyAsync());
            await Screen.BlockScriptsAsync(visit.Context); // or the second page would learn of it
            await visit.OpenAsync("/account/sessions");
            var second = await visit.Context.NewPageAsync();
            await second.GotoAsync(visit.Page.Url);
            await Phone(visit.Page).SignOutLink().ClickAsync();
            await SignOutPhoneAsync(second);
            await second.SeeTextAsync("Google Pixel 8 is signed out.");
            await visit.Page.ConfirmButton().ClickAsync();
            await visit.Page.SeeTextAsync("That device was signed out before.");
        }),
        new("sessions-many", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.UseManyDevicesAsync(person);
            for (var i = 1; i < PortalServer.TriesPerAccount; i++)
            {
                await using var other = await visit.Stage.VisitAsync(visit.Portal);
                await other.OpenAsync("/login");
                await other.Page.SignInAsync(person);
                await other.Page.SeeAsync(person.Username);
            }

            await visit.Portal.Data.ExecuteAsync( // 100 days, in microseconds
                "UPDATE oauth_sessions SET created_at = created_at - 8640000000000, last_active_at = created_at - 8640000000000 WHERE user_agent LIKE 'FluffyChat%' AND user_id = (SELECT id FROM users WHERE user_name = @value)",
                person.Username);
            await visit.OpenAsync("/account/sessions");
            await SignOutPhoneAsync(visit.Page);
            await visit.Page.SeeAsync("Where you are signed in");
        }),
        new("sessions-confirm-all-others", async visit =>
        {
            await visit.UseManyDevicesAsync(await visit.BeSomebodyAsync());
            await visit.OpenAsync("/account/sessions");
            await visit.Page.EverywhereElse().ClickAsync();
            await visit.Page.SeeAsync("Sign out everywhere else?");
            await Assertions.Expect(visit.Page.Link("Devices")).ToHaveAttributeAsync("aria-current", "page");
        }),
        new("sessions-all-others-ended", async visit =>
        {
            await visit.UseManyDevicesAsync(await visit.BeSomebodyAsync());
            await visit.OpenAsync("/account/sessions/end-others");
            await visit.Page.Button("Sign out everywhere else").ClickAsync();
            await visit.Page.SeeTextAsync("You are signed out everywhere else.");
        }),
    ];

    /// <summary>Every kind of thing, over some days, and some of them often.</summary>
    private static async Task HappenAsync(Visit visit)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.UseManyDevicesAsync(person);
        await visit.Portal.Data.ExecuteAsync("UPDATE oauth_sessions SET finished_at = created_at WHERE user_agent LIKE 'FluffyChat%' AND user_id = (SELECT id FROM users WHERE user_name = @value)", person.Username);
        string[] kinds = ["password_changed", "email_added", "refresh_token_replayed", "email_removed", "authorization_code_replayed", "deletion_requested", "deletion_undone", "password_reset"];
        for (var i = 0; i < 3 * kinds.Length; i++)
        {
            await visit.Portal.Data.ExecuteAsync(
                $"""
                INSERT INTO security_events (id, user_id, kind, session_id, created_at, ip_address)
                SELECT RANDOMBLOB(16), id, '{kinds[i % kinds.Length]}', NULL, created_at - {(i + 1) * 30_000_000_000L}, '2001:db8:7::{i}' FROM users WHERE user_name = @value
                """,
                person.Username);
        }
    }

    private static ILocator Phone(IPage page) => page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Pixel 8" });

    private static Task SignOutPhoneAsync(IPage page) => Phone(page).SignOutAsync();
}
