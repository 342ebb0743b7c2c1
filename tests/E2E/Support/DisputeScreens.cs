using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Support;

/// <summary>What an owner sees who says that something was not them.</summary>
internal static class DisputeScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("dispute", async visit => await OpenLinkAsync(visit)),
        new("dispute-address", async visit =>
        {
            var (person, link) = await OpenLinkAsync(visit);
            await visit.Portal.Data.ExecuteAsync("INSERT INTO user_emails (id, user_id, address, normalized_address, created_at) SELECT randomblob(16), user_id, 'new-' || address, 'new-' || normalized_address, created_at + 1 FROM user_emails WHERE address = @value", person.Email);
            await visit.Portal.Data.ExecuteAsync("INSERT INTO former_emails (id, user_id, address, normalized_address, created_at, removed_at) SELECT id, user_id, address, normalized_address, created_at, created_at FROM user_emails WHERE address = @value", person.Email);
            await visit.Portal.Data.ExecuteAsync("DELETE FROM user_emails WHERE address = @value", person.Email);
            await visit.Page.GotoAsync(link);
            await Expect(visit.Page.Locator("main")).ToContainTextAsync("belongs to the account again");
        }),
        new("dispute-done", async visit =>
        {
            await OpenLinkAsync(visit);
            await TakeBackAsync(visit);
        }),
        new("dispute-used", async visit =>
        {
            var (_, link) = await OpenLinkAsync(visit);
            await TakeBackAsync(visit);
            await visit.Page.GotoAsync(link);
            await visit.Page.SeeAsync("This link has already been used");
        }),
        new("dispute-expired", async visit =>
        {
            var (person, link) = await OpenLinkAsync(visit);
            await visit.Portal.Data.ExecuteAsync("UPDATE dispute_tickets SET expires_at = created_at WHERE user_id = (SELECT id FROM users WHERE user_name = @value)", person.Username);
            await visit.Page.GotoAsync(link);
            await visit.Page.SeeAsync("This link has expired");
        }),
        new("dispute-unknown", async visit =>
        {
            await visit.OpenAsync("/account/not-me?ticket=nonsense");
            await visit.Page.SeeAsync("This link does not work");
        }),
        new("dispute-signed-in", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/activity/not-me");
            await visit.Page.SeeAsync("Take your account back");
        }),
        new("dispute-closed", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/activity/not-me");
            await visit.Page.SeeAsync("This cannot be done here");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:PasswordRecoveryEnabled"] = "false" },
        },
        new("activity-not-me", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await SignInElsewhereAsync(visit, person);
            await visit.Portal.Data.ExecuteAsync("INSERT INTO failed_sign_ins (id, user_id, ip_address, hour, count, last_at) SELECT randomblob(16), id, '203.0.113.7', created_at, 3, created_at FROM users WHERE user_name = @value", person.Username);
            await visit.Portal.Data.ExecuteAsync("INSERT INTO failed_sign_ins (id, user_id, ip_address, hour, count, last_at) SELECT randomblob(16), id, '2001:db8:1f::7', created_at, 1, created_at - 86400000000 FROM users WHERE user_name = @value", person.Username); // a day, in microseconds
            await visit.OpenAsync("/account/activity");
            await visit.Page.SeeTextAsync("This was not me");
        }),
    ];

    private static async Task SignInElsewhereAsync(Visit visit, Person person)
    {
        await using var other = await visit.Stage.VisitAsync(visit.Portal);
        await other.OpenAsync("/login");
        await other.Page.SignInAsync(person);
        await other.Page.WaitForURLAsync("**/account/");
    }

    /// <summary>Somebody signed in with a browser that is new to the account, and its owner follows the link of the mail.</summary>
    private static async Task<(Person Person, string Link)> OpenLinkAsync(Visit visit)
    {
        await using var own = await visit.Stage.VisitAsync(visit.Portal);
        var person = await own.BeSomebodyAsync();
        await SignInElsewhereAsync(visit, person);
        var link = await visit.Portal.Mailbox.TakeBackLinkAsync(person.Email);
        await visit.Page.GotoAsync(link);
        await visit.Page.SeeAsync("Take your account back");
        return (person, link);
    }

    private static async Task TakeBackAsync(Visit visit)
    {
        await visit.Page.AnswerAsync("Take the account back");
        await visit.Page.SeeTextAsync("Everybody is signed out, and the old password does not work any more.");
    }
}
