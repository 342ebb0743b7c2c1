namespace Portal.Tests.E2E.Support;

/// <summary>Creating an account, step by step, with all that can go wrong.</summary>
internal static class RegistrationScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("register", visit => visit.OpenAsync("/register")),
        new("register-for-an-app", async visit => await visit.OpenAsync((await App.RegisterAsync(visit)).Request(prompt: "create"))),
        new("register-errors", async visit =>
        {
            await visit.OpenAsync("/register");
            await visit.Page.Field("Username").FillAsync("no spaces");
            await visit.Page.Field("Email").FillAsync("quentin@");
            await visit.Page.Field("Password").FillAsync("password");
            await visit.Page.SendUncheckedAsync("Continue");
            await visit.Page.SeeTextAsync("4 things are missing or not right yet.");
        }),
        new("register-name-taken", async visit =>
        {
            var other = await AnotherAsync(visit);
            await visit.OpenAsync("/register");
            await visit.Page.FillRegistrationAsync(other with { Email = "free@example.com" });
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("Someone already has this name. These are free:");
        }),
        new("register-limited", async visit =>
        {
            await StartAsync(visit, Person.New());
            await visit.OpenAsync("/register");
            await visit.Page.FillRegistrationAsync(Person.New());
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("Too many new accounts from here for now.");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:RateLimiting:Registration:Burst"] = "1" },
        },
        new("register-closed", async visit =>
        {
            await visit.OpenAsync("/register");
            await visit.Page.SeeAsync("Nobody can create an account here at present");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:PasswordRegistrationEnabled"] = "false" },
        },
        new("register-expired", async visit =>
        {
            var person = Person.New();
            await StartAsync(visit, person);
            var step = visit.Page.Url;
            await visit.Portal.Data.ExecuteAsync("UPDATE user_registrations SET created_at = created_at - 3600 * 1000000 WHERE username = @value", person.Username); // microseconds
            await visit.Page.GotoAsync(step.Replace("verify-email", "finish", StringComparison.Ordinal));
            await visit.Page.SeeAsync("This took more than an hour");
        }),
        new("code", visit => StartAsync(visit, Person.New())),
        new("code-missing", async visit =>
        {
            await StartAsync(visit, Person.New());
            await visit.Page.SendUncheckedAsync("Continue");
            await visit.Page.SeeTextAsync("Enter the six digits that we sent.");
        }),
        new("code-wrong", async visit =>
        {
            var person = Person.New();
            await StartAsync(visit, person);
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email) is "000 000" ? "111111" : "000000");
            await visit.Page.SeeTextAsync("This code is not the one we sent. Check the last digits, or ask for a new one.");
        }),
        new("code-expired", async visit =>
        {
            var person = Person.New();
            await StartAsync(visit, person);
            var code = await visit.Portal.Mailbox.CodeAsync(person.Email);
            await visit.Portal.Data.ExecuteAsync(
                "UPDATE email_verification_codes SET expires_at = created_at WHERE verification_id IN (SELECT id FROM email_verifications WHERE address = @value)", person.Email);
            await visit.Page.EnterCodeAsync(code);
            await visit.Page.SeeTextAsync("This code has expired. Ask for a new one.");
        }),
        new("code-wrong-limited", async visit =>
        {
            var person = Person.New();
            await StartAsync(visit, person);
            var wrong = await visit.Portal.Mailbox.CodeAsync(person.Email) is "000 000" ? "111111" : "000000";
            await visit.Page.EnterCodeAsync(wrong);
            await visit.Page.SeeTextAsync("This code is not the one we sent. Check the last digits, or ask for a new one.");
            await visit.Page.EnterCodeAsync(wrong);
            await visit.Page.SeeTextAsync("Too many tries for now.");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:RateLimiting:EmailAuthentication:AttemptPerSession:Burst"] = "1", ["Portal:RateLimiting:EmailAuthentication:AttemptPerSession:PerSecond"] = "0.0001" },
        },
        new("code-resent", async visit =>
        {
            await StartAsync(visit, Person.New());
            await visit.Page.Button("Send a new code").ClickAsync();
            await visit.Page.SeeTextAsync("A new code is on its way.");
        }),
        new("code-limited", async visit =>
        {
            await StartAsync(visit, Person.New());
            var page = visit.Page.Url;
            for (var i = 0; i < 2; i++)
            {
                await visit.Page.Button("Send a new code").ClickAsync();
                await visit.Page.SeeTextAsync("A new code is on its way.");
                await visit.Page.GotoAsync(page); // a page that does not count down
            }

            await visit.Page.Button("Send a new code").ClickAsync();
            await visit.Page.SeeTextAsync("Too many tries for now.");
        }),
        new("name-taken-meanwhile", async visit =>
        {
            var person = Person.New();
            await StartAsync(visit, person);
            await using var other = await visit.Stage.VisitAsync(visit.Portal);
            await other.OpenAsync("/register");
            await other.RegisterAsync(person with { Email = "faster-" + person.Email });
            await other.Page.SeeAsync(person.Username);
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
            await visit.Page.SeeAsync("Someone else took this name just now");
        }),
        new("email-in-use", async visit =>
        {
            var other = await AnotherAsync(visit);
            await visit.OpenAsync("/register");
            await visit.Page.FillRegistrationAsync(Person.New() with { Email = other.Email });
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeAsync("Check your email");
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(other.Email, 2));
            await visit.Page.SeeAsync("This address already has an account");
        }),
        new("other-browser", async visit =>
        {
            await using var other = await visit.Stage.VisitAsync(visit.Portal);
            await StartAsync(other, Person.New());
            await visit.Page.GotoAsync(other.Page.Url);
            await visit.Page.SeeAsync("Continue where you started");
        }),
    ];

    private static async Task StartAsync(Visit visit, Person person)
    {
        await visit.OpenAsync("/register");
        await visit.Page.FillRegistrationAsync(person);
        await visit.Page.Button("Continue").ClickAsync();
        await visit.Page.SeeAsync("Check your email");
    }

    /// <summary>Somebody who has an account already.</summary>
    private static async Task<Person> AnotherAsync(Visit visit)
    {
        await using var other = await visit.Stage.VisitAsync(visit.Portal);
        return await other.BecomeSomebodyAsync();
    }
}
