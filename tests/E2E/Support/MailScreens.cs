namespace Portal.Tests.E2E.Support;

/// <summary>What comes by mail, as a mail program shows it.</summary>
internal static class MailScreens
{
    // By what is stored and by title; the last is what happened to it.
    private static readonly (string Name, string Kind, string Title, string? Detail)[] Notices =
    [
        ("password-changed", "PasswordChanged", "Your password was changed", null),
        ("password-reset", "PasswordReset", "Your password was reset", null),
        ("email-added", "EmailAdded", "An address was added", "a-rather-long-address-that-has-to-wrap-somewhere@mail.example.com"),
        ("email-removed", "EmailRemoved", "An address was removed", "quentin@example.net"),
        ("second-step-on", "SecondFactorEnabled", "Signing in takes two steps now", null),
        ("second-step-off", "SecondFactorDisabled", "Signing in takes one step now", null),
        ("second-step-guessed", "SecondFactorGuessed", "Somebody knows your password", null),
        ("recovery-code-used", "RecoveryCodeUsed", "A recovery code was used", null),
        ("recovery-codes-replaced", "RecoveryCodesReplaced", "New recovery codes were made", null),
        ("account-deactivated", "AccountDeactivated", "Your account was deleted", "2026-12-24"),
        ("account-deactivated-for-good", "AccountDeactivated", "Your account was deleted", null),
        ("access-token-made", "AccessTokenMade", "An access token was made", "Bridge to the other network, on the machine under the stairs"),
        ("access-token-ended", "AccessTokenEnded", "An access token was ended", "Weather bot"),
        ("app-password-made", "AppPasswordMade", "An app password was made", "Old phone"),
        ("app-password-ended", "AppPasswordEnded", "An app password was ended", "Old phone"),
        ("passkey-added", "PasskeyAdded", "A passkey was added", "Blue security key"),
        ("passkey-removed", "PasskeyRemoved", "A passkey was removed", "Blue security key"),
        ("new-network", "NewNetwork", "A sign-in from a new place in the network", null),
    ];

    public static IEnumerable<Screen> All { get; } =
    [
        new("mail-code", async visit =>
        {
            var person = Person.New();
            await visit.OpenAsync("/register");
            await visit.Page.FillRegistrationAsync(person);
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeAsync("Check your email");
            await OpenAsync(visit, person, "Your code");
        }),
        new("mail-recovery", async visit =>
        {
            var person = await BeAwayAsync(visit);
            await visit.OpenAsync("/recover");
            await visit.Page.Field("Email").FillAsync(person.Email);
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeAsync("Check your email");
            await OpenAsync(visit, person, "Set a new password");
        }),
        new("mail-new-browser", async visit => await OpenAsync(visit, await SignInElsewhereAsync(visit), "A new browser was signed in")),
        new("mail-account-taken-back", async visit =>
        {
            var person = await SignInElsewhereAsync(visit);
            await visit.Page.GotoAsync(await visit.Portal.Mailbox.TakeBackLinkAsync(person.Email));
            await visit.Page.AnswerAsync("Take the account back");
            await visit.Page.SeeTextAsync("Everybody is signed out, and the old password does not work any more.");
            await OpenAsync(visit, person, "Your account was taken back");
        }),
        new("mail-without-links", async visit => await OpenAsync(visit, await SignInElsewhereAsync(visit), "A new browser was signed in"))
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:PasswordRecoveryEnabled"] = "false" },
        },
        .. Notices.Select(notice => new Screen($"mail-{notice.Name}", async visit => await OpenAsync(visit, await TellAsync(visit, notice.Kind, notice.Detail), notice.Title)) { IsLikeAnother = true }),
    ];

    private static async Task<Person> BeAwayAsync(Visit visit)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.Page.Button("Sign out").ClickAsync();
        await visit.Page.SeeTextAsync("You are signed out.");
        return person;
    }

    /// <summary>Somebody of whom a browser was used that is new to the account; a mail tells of it.</summary>
    private static async Task<Person> SignInElsewhereAsync(Visit visit)
    {
        await using var own = await visit.Stage.VisitAsync(visit.Portal);
        var person = await own.BeSomebodyAsync();
        await visit.OpenAsync("/login");
        await visit.Page.SignInAsync(person);
        await visit.Page.WaitForURLAsync("**/account/");
        return person;
    }

    /// <summary>Has a mail written as if something else had happened.</summary>
    private static async Task<Person> TellAsync(Visit visit, string kind, string? detail)
    {
        var person = await SignInElsewhereAsync(visit);
        await visit.Portal.Mailbox.TakeBackLinkAsync(person.Email); // written in earnest, so it can be copied
        await visit.Portal.Data.CopyAsync("outbox", "kind = 'send-notice' AND json_extract(payload, '$.Address') = @value", person.Email, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "RANDOMBLOB(16)",
            ["payload"] = $"json_set(payload, '$.Kind', '{kind}', '$.Detail', {(detail is null ? "NULL" : $"'{detail}'")})",
            ["attempts"] = "0",
            ["completed_at"] = "NULL",
            ["due_at"] = "created_at",
        });
        return person;
    }

    private static async Task OpenAsync(Visit visit, Person person, string title)
    {
        var mail = await visit.Portal.Mailbox.MailAsync(person.Email, mail => mail.Html.Contains($">{title}</h1>", StringComparison.Ordinal));
        await visit.Page.GotoAsync("about:blank"); // what a page of ours forbids is not forbidden in a mail program
        await visit.Page.SetContentAsync(mail.Html);
        await visit.Page.EvaluateAsync("() => { const main = document.createElement('main'); main.append(...document.body.childNodes); document.body.append(main); }"); // as in the page of one
        await visit.Page.SeeAsync(title);
    }
}
