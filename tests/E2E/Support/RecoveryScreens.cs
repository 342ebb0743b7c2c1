namespace Portal.Tests.E2E.Support;

/// <summary>A forgotten password, with all that can go wrong.</summary>
internal static class RecoveryScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("recover", visit => visit.OpenAsync("/recover")),
        new("recover-for-an-app", async visit =>
        {
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
            await visit.Page.Link("Forgot password?").ClickAsync();
            await visit.Page.SeeAsync("Set a new password");
        }),
        new("recover-invalid", async visit =>
        {
            await visit.OpenAsync("/recover");
            await visit.Page.Field("Email").FillAsync("quentin@");
            await visit.Page.SendUncheckedAsync("Continue");
            await visit.Page.SeeTextAsync("This address looks unfinished. It should be like name@example.com.");
        }),
        new("recover-limited", async visit =>
        {
            await AskAsync(visit, "quentin@example.com");
            await visit.OpenAsync("/recover");
            await visit.Page.Field("Email").FillAsync("quentin@example.com");
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("Too many links for now.");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:RateLimiting:AccountRecovery:PerIp:Burst"] = "1" },
        },
        new("recover-sent", visit => AskAsync(visit, Person.New().Email)),
        new("recover-resent", async visit =>
        {
            await AskAsync(visit, Person.New().Email);
            await visit.Page.Button("Send a new link").ClickAsync();
            await visit.Page.SeeTextAsync("A new link is on its way.");
        }),
        new("recover-sent-limited", async visit =>
        {
            await AskAsync(visit, Person.New().Email);
            var page = visit.Page.Url;
            for (var i = 0; i < 3; i++)
            {
                await visit.Page.GotoAsync(page); // a page that does not count down
                await visit.Page.Button("Send a new link").ClickAsync();
                await visit.Page.SeeTextAsync(i < 2 ? "A new link is on its way." : "Too many links for now.");
            }
        }),
        new("recovery", async visit => await OpenLinkAsync(visit)),
        new("recovery-weak", async visit =>
        {
            await OpenLinkAsync(visit);
            await visit.Page.Field("New password").FillAsync("password");
            await visit.Page.SendUncheckedAsync("Save password");
            await visit.Page.SeeTextAsync("The password is not changed yet.");
        }),
        new("recovery-signed-in", async visit =>
        {
            var link = await LinkOfAnotherAsync(visit);
            await visit.BeSomebodyAsync();
            await visit.Page.GotoAsync(link);
            await visit.Page.SeeAsync("Choose a new password");
        }),
        new("recovery-used", async visit =>
        {
            var link = await SaveAsync(visit);
            await visit.Page.GotoAsync(link);
            await visit.Page.SeeAsync("This link has already been used");
        }),
        new("recovery-expired", async visit =>
        {
            var link = await OpenLinkAsync(visit);
            await visit.Portal.Data.ExecuteAsync("UPDATE user_recovery_tickets SET expires_at = created_at WHERE session_id IN (SELECT id FROM user_recovery_sessions WHERE email LIKE 'quentin-%')");
            await visit.Page.GotoAsync(link);
            await visit.Page.SeeAsync("This link has expired");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal), // every link of the installation expires
        },
        new("recovery-unknown", async visit =>
        {
            await visit.OpenAsync("/account/password/recovery?ticket=nonsense");
            await visit.Page.SeeAsync("This link does not work");
        }),
        new("recovery-locked", async visit =>
        {
            var link = await OpenLinkAsync(visit);
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET locked_at = created_at WHERE user_name = @value", await visit.Page.Locator("input[name=username]").InputValueAsync());
            await visit.Page.GotoAsync(link);
            await visit.Page.SeeAsync("Account locked");
        }),
        new("recovery-disabled", async visit =>
        {
            await visit.OpenAsync("/recover");
            await visit.Page.SeeAsync("Passwords cannot be reset here");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:PasswordRecoveryEnabled"] = "false" },
        },
        new("sign-in-with-new-password", async visit => await SaveAsync(visit)),
    ];

    private static async Task AskAsync(Visit visit, string email)
    {
        await visit.OpenAsync("/recover");
        await visit.Page.Field("Email").FillAsync(email);
        await visit.Page.Button("Continue").ClickAsync();
        await visit.Page.SeeAsync("Check your email");
    }

    /// <summary>A link that was mailed to somebody with an account, who is in another browser.</summary>
    private static async Task<string> LinkOfAnotherAsync(Visit visit)
    {
        await using var other = await visit.Stage.VisitAsync(visit.Portal);
        var person = await other.BeSomebodyAsync();
        await other.Page.Button("Sign out").ClickAsync();
        await other.Page.SeeTextAsync("You are signed out.");
        await AskAsync(other, person.Email);
        return await visit.Portal.Mailbox.LinkAsync(person.Email);
    }

    private static async Task<string> OpenLinkAsync(Visit visit)
    {
        var link = await LinkOfAnotherAsync(visit);
        await visit.Page.GotoAsync(link);
        await visit.Page.SeeAsync("Choose a new password");
        return link;
    }

    private static async Task<string> SaveAsync(Visit visit)
    {
        var link = await OpenLinkAsync(visit);
        await visit.Page.Field("New password").FillAsync("seven copper kettles hum at dawn");
        if (await visit.Page.Field("New password again").IsVisibleAsync())
        {
            await visit.Page.Field("New password again").FillAsync("seven copper kettles hum at dawn");
        }

        await visit.Page.Button("Save password").ClickAsync();
        await visit.Page.SeeTextAsync("Your new password is saved.");
        return link;
    }
}
