using static Microsoft.Playwright.Assertions;

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
        new("register-name-free", async visit =>
        {
            await visit.OpenAsync("/register");
            await visit.Page.Field("Username").PressSequentiallyAsync("quentin.free");
            await Expect(visit.Page.Locator("[data-name-free]")).ToContainTextAsync("is free. This cannot be changed later.");
        }),
        new("register-name-taken-while-typing", async visit =>
        {
            var other = await AnotherAsync(visit);
            await visit.OpenAsync("/register");
            await visit.Page.Field("Username").PressSequentiallyAsync(other.Username);
            await Expect(visit.Page.Locator("[data-name-problem]")).ToContainTextAsync("Someone already has this name.");
        }),
        new("register-proof-of-work", async visit =>
        {
            await visit.OpenAsync("/register");
            await visit.Page.SeeTextAsync("Checked: no robot sends this form.");
        })
        {
            Settings = ProofOfWork,
        },
        new("register-proof-of-work-failed", async visit =>
        {
            await visit.OpenAsync("/register");
            await visit.Page.FillRegistrationAsync(Person.New());
            await visit.Page.SeeTextAsync("Checked: no robot sends this form.");
            await visit.Page.EvaluateAsync("() => { document.querySelector('[name=proof-of-work]').value = 'nothing'; }");
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("The check for robots was not passed, or took too long. Send the form once more.");
        })
        {
            Settings = ProofOfWork,
        },
        new("invitation", async visit =>
        {
            await visit.Page.GotoAsync(await InviteAsync(visit, "--invited-by", "Ada Lovelace"));
            await visit.Page.SeeAsync("You are invited to example.org");
        })
        {
            Settings = ByInvitation,
        },
        new("invitation-from-nobody", async visit =>
        {
            await visit.Page.GotoAsync(await InviteAsync(visit));
            await visit.Page.SeeAsync("You are invited to example.org");
        })
        {
            Settings = ByInvitation,
        },
        new("invitation-invalid", async visit =>
        {
            await visit.OpenAsync("/invite?token=unknown");
            await visit.Page.SeeAsync("This invitation does not work");
        })
        {
            Settings = ByInvitation,
        },
        new("token", async visit =>
        {
            await visit.OpenAsync("/register");
            await visit.Page.SeeAsync("Enter your invitation code");
        })
        {
            Settings = ByInvitation,
        },
        new("token-wrong", async visit =>
        {
            await visit.OpenAsync("/register");
            await visit.Page.Field("Invitation code").FillAsync("wrong");
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("This code does not work. Check it letter by letter, or ask for a new one.");
        })
        {
            Settings = ByInvitation,
        },
        new("token-limited", async visit =>
        {
            await visit.OpenAsync("/invite?token=wrong");
            await visit.OpenAsync("/register");
            await visit.Page.Field("Invitation code").FillAsync("wrong");
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("Too many wrong codes for now.");
        })
        {
            Settings = new Dictionary<string, string>(ByInvitation, StringComparer.Ordinal) { ["Portal:RateLimiting:RegistrationToken:Burst"] = "1" },
        },
        new("token-spent", async visit =>
        {
            var link = await InviteAsync(visit);
            await visit.Page.GotoAsync(link);
            await visit.Page.Button("Create an account").ClickAsync();
            var person = Person.New();
            await visit.Page.FillRegistrationAsync(person);
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeAsync("Check your email");
            await visit.Portal.RunAsync("registration-tokens", "revoke", link.Split('=')[^1]);
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
            await visit.Page.SeeAsync("Your invitation code stopped working");
        })
        {
            Settings = ByInvitation,
        },
        new("display-name", DisplayNameAsync) { Settings = WithDisplayName },
        new("display-name-invalid", async visit =>
        {
            await DisplayNameAsync(visit);
            await visit.Page.Field("Display name").FillAsync(new string('é', 130));
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("This name is too long, or holds characters that cannot be shown. Choose a shorter one.");
        })
        {
            Settings = WithDisplayName,
        },
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
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(other.Email));
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

    private static Dictionary<string, string> ProofOfWork => new(StringComparer.Ordinal) { ["Portal:Captcha:Service"] = "ProofOfWork" };

    private static Dictionary<string, string> ByInvitation => new(StringComparer.Ordinal) { ["Portal:Account:PasswordRegistrationTokenRequired"] = "true" };

    private static Dictionary<string, string> WithDisplayName => new(StringComparer.Ordinal) { ["Portal:Account:RegistrationAsksDisplayName"] = "true" };

    /// <summary>The link of a new invitation.</summary>
    private static async Task<string> InviteAsync(Visit visit, params IEnumerable<string> options) =>
        (await visit.Portal.RunAsync(["registration-tokens", "issue", .. options])).Split('\n')[^1];

    private static async Task DisplayNameAsync(Visit visit)
    {
        var person = Person.New();
        await StartAsync(visit, person);
        await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
        await visit.Page.SeeAsync("What shall others call you?");
    }

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
        return await other.BeSomebodyAsync();
    }
}
