using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Support;

/// <summary>Signing in in two steps.</summary>
internal static class SecondStepScreens
{
    public static IEnumerable<Screen> All { get; } =
    [
        new("second-step-off", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/second-step");
        }),
        new("second-step-set-up", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/second-step/set-up");
        }),
        new("second-step-set-up-wrong", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/second-step/set-up");
            await visit.Page.Field("Code").FillAsync("000000");
            await visit.Page.Button("Turn on").ClickAsync();
            await Expect(visit.Page.Locator("[data-error-code]")).ToBeVisibleAsync();
        }),
        new("recovery-codes", async visit => await TurnOnAsync(visit)),
        new("second-step-on", async visit =>
        {
            await TurnOnAsync(visit);
            await visit.Page.Button("I have kept them").ClickAsync();
            await visit.Page.SeeTextAsync("10 recovery codes left");
        }),
        new("account-with-second-step", async visit =>
        {
            var (person, _) = await TurnOnAsync(visit);
            await visit.Portal.Data.ExecuteAsync("UPDATE recovery_codes SET used_at = created_at WHERE rowid % 5 < 4 AND user_id = (SELECT id FROM users WHERE user_name = @value)", person.Username);
            await visit.OpenAsync("/account/");
        }),
        new("second-step-new-codes", async visit =>
        {
            await TurnOnAsync(visit);
            await visit.OpenAsync("/account/second-step/new-codes");
        }),
        new("second-step-turn-off", async visit =>
        {
            await TurnOnAsync(visit);
            await visit.OpenAsync("/account/second-step/off");
        }),
        new("second-step", async visit => await SignInAsync(visit)),
        new("second-step-wrong", async visit =>
        {
            await SignInAsync(visit);
            await visit.Page.EnterCodeAsync("000000");
            await Expect(visit.Page.Locator("[data-error-code]")).ToBeVisibleAsync();
        }),
        new("second-step-recovery", async visit =>
        {
            await SignInAsync(visit);
            await visit.Page.Link("Use a recovery code").ClickAsync();
            await Expect(visit.Page.Field("Recovery code")).ToBeVisibleAsync();
        }),
        new("second-step-limited", async visit =>
        {
            await SignInAsync(visit);
            await visit.Page.EnterCodeAsync("000000");
            await visit.Page.SeeTextAsync("Too many tries for now.");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:RateLimiting:SecondFactor:Burst"] = "1" }, // the set-up was one
        },
        new("second-step-expired", async visit =>
        {
            var person = await SignInAsync(visit);
            await visit.Portal.Data.ExecuteAsync("DELETE FROM authenticators WHERE user_id = (SELECT id FROM users WHERE user_name = @value)", person.Username);
            await visit.Page.EnterCodeAsync("000000");
            await visit.Page.SeeTextAsync("That took too long.");
        }),
        new("second-step-needed", async visit =>
        {
            await visit.SignInToBeToldAsync();
            await visit.Page.SeeAsync("You need a second step");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:SecondStepRequired"] = "Everybody" },
        },
        new("second-step-due", async visit =>
        {
            await visit.SignInToBeToldAsync();
            await visit.Page.Button("Later").ClickAsync();
            await visit.Page.SeeTextAsync("You need a second step"); // among what there is to do
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:SecondStepRequired"] = "Everybody" },
        },
        new("second-step-needed-now", async visit =>
        {
            await visit.SignInToBeToldAsync();
            await Expect(visit.Page.Button("Later")).ToHaveCountAsync(0);
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:SecondStepRequired"] = "Everybody", ["Portal:Account:SecondStepGrace"] = "00:00:00" },
        },
        new("second-step-required", async visit =>
        {
            await visit.SignInToBeToldAsync();
            await visit.TurnOnSecondStepAsync();
            await visit.Page.Button("I have kept them").ClickAsync();
            await visit.Page.SeeTextAsync("It is on.");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Account:SecondStepRequired"] = "Everybody", ["Portal:Account:SecondStepGrace"] = "00:00:00" },
        },
        new("second-step-demanded", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync((await App.RegisterAsync(visit)).Request() + "&claims=" + Uri.EscapeDataString("""{"id_token":{"acr":{"essential":true,"value":"https://refeds.org/profile/mfa"}}}"""));
            await visit.Page.SeeAsync("This app wants two steps");
        }),
        new("confirm-two-steps", async visit =>
        {
            var (person, _) = await TurnOnAsync(visit);
            await visit.OutliveProofAsync(person);
            await visit.OpenAsync("/account/second-step/off");
            await visit.Page.SeeAsync("Confirm that it is you");
        }),
    ];

    /// <summary>Somebody who has just turned it on, with the codes still on the page.</summary>
    public static async Task<(Person Person, Phone Phone)> TurnOnAsync(Visit visit)
    {
        var person = await visit.BeSomebodyAsync();
        return (person, await visit.TurnOnSecondStepAsync());
    }

    public static async Task<Phone> TurnOnSecondStepAsync(this Visit visit)
    {
        await visit.OpenAsync("/account/second-step/set-up");
        var phone = await Phone.ConnectAsync(visit.Page);
        await visit.Page.Field("Code").FillAsync(phone.NextCode());
        await visit.Page.Button("Turn on").ClickAsync();
        await visit.Page.SeeAsync("Keep these codes");
        return phone;
    }

    // Registers, since nobody is told of it who was copied, and signs in.
    private static async Task SignInToBeToldAsync(this Visit visit)
    {
        var person = Person.New();
        await using (var earlier = await visit.Stage.VisitAsync(visit.Portal))
        {
            await earlier.OpenAsync("/register");
            await earlier.RegisterAsync(person);
            await Expect(earlier.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("Check your email");
        }

        await visit.OpenAsync("/login");
        await visit.Page.SignInAsync(person);
        await visit.Page.SeeAsync("You need a second step");
    }

    private static async Task<Person> SignInAsync(Visit visit)
    {
        await using var other = await visit.Stage.VisitAsync(visit.Portal);
        var (person, _) = await TurnOnAsync(other);
        await visit.OpenAsync("/login");
        await visit.Page.SignInAsync(person);
        await visit.Page.SeeAsync("Enter your code");
        return person;
    }
}
