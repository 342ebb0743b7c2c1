using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>What people see to in their account: who they are, how they are reached, what is theirs, and leaving.</summary>
internal static class ProfileScreens
{
    // Otherwise the last address is the way back into the account.
    private static readonly Dictionary<string, string> NoAddressNeeded = new() { ["Portal:Account:PasswordRecoveryEnabled"] = "false" };

    public static IEnumerable<Screen> All { get; } =
    [
        new("confirm", visit => AskedToConfirmAsync(visit)),
        new("confirm-wrong", async visit =>
        {
            await AskedToConfirmAsync(visit);
            await visit.Page.Field("Password").FillAsync("wrong");
            await visit.Page.Button("Continue").ClickAsync();
            await visit.Page.SeeTextAsync("This is not the password of your account. Try again.");
        }),
        new("profile", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/profile");
        }),
        new("profile-saved", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/profile");
            await visit.Page.Field("Display name").FillAsync("Quentin Demo with a rather long name that has to wrap somewhere");
            await visit.Page.Button("Save").ClickAsync();
            await visit.Page.SeeTextAsync("Your name is saved.");
        }),
        new("profile-refused", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/profile");
            await visit.Page.Field("Display name").FillAsync("turned \u202e round");
            await visit.Page.Button("Save").ClickAsync();
            await visit.Page.SeeTextAsync("This name is too long, or holds characters that cannot be shown. Choose another one.");
        }),
        new("profile-closed", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/profile");
        })
        {
            Settings = new Dictionary<string, string>
            {
                ["Portal:Account:DisplaynameChangeAllowed"] = "false",
                ["Portal:Account:EmailChangeAllowed"] = "false",
                ["Portal:Account:AccountDeactivationAllowed"] = "false",
            },
        },
        new("emails", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/emails");
        }),
        new("emails-none", async visit =>
        {
            await visit.BeSomebodyAsync();
            await RemoveAsync(visit);
            await visit.Page.SeeTextAsync("No address yet.");
        })
        {
            Settings = NoAddressNeeded,
        },
        new("emails-last-needed", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/emails");
        })
        {
            Settings = new Dictionary<string, string> { ["Portal:Account:LoginWithEmailAllowed"] = "true" },
        },
        new("email-add", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/emails/add");
        }),
        new("email-add-own", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/emails/add");
            await visit.Page.Field("Email").FillAsync(person.Email);
            await visit.Page.Button("Send code").ClickAsync();
            await visit.Page.SeeTextAsync("You have this address already.");
        }),
        new("email-code", visit => AddAsync(visit)),
        new("email-code-wrong", async visit =>
        {
            await AddAsync(visit);
            await visit.Page.EnterCodeAsync("000000");
            await visit.Page.SeeTextAsync("This code is not the one we sent. Check the last digits, or ask for a new one.");
        }),
        new("email-added", async visit =>
        {
            var address = await AddAsync(visit);
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(address));
            await visit.Page.SeeTextAsync("The address is added.");
        }),
        new("email-add-in-use", async visit =>
        {
            await using var other = await visit.Stage.VisitAsync(visit.Portal);
            var somebody = await other.BeSomebodyAsync();
            await AddAsync(visit, somebody.Email);
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(somebody.Email));
            await visit.Page.SeeAsync("This address already has an account");
        }),
        new("email-remove", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/emails");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Remove " }).ClickAsync();
            await visit.Page.SeeAsync("Remove this address?");
        })
        {
            Settings = NoAddressNeeded,
        },
        new("data", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/data");
        }),
        new("deactivate", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/deactivate");
        }),
        new("deactivate-armed", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/deactivate");
            await Assertions.Expect(visit.Page.Button("Delete account")).ToBeDisabledAsync();
            await TypeMatrixIdAsync(visit, person);
            await Assertions.Expect(visit.Page.Button("Delete account")).ToBeEnabledAsync();
        }),
        new("account-deleted", async visit => await DeleteAsync(visit)),
        new("come-back", async visit =>
        {
            var person = await DeleteAsync(visit);
            await visit.Page.Button("Sign in").ClickAsync();
            await visit.Page.SignInAsync(person);
            await visit.Page.SeeAsync("This account is being deleted");
        }),
        new("account-locked", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET locked_at = created_at WHERE user_name = @value", person.Username);
            await visit.OpenAsync("/account/");
            await visit.Page.SeeAsync("Account locked");
        }),
        new("sign-in-ended-elsewhere", async visit =>
        {
            var person = await visit.BeSomebodyAsync();
            await visit.Portal.Data.ExecuteAsync("UPDATE browser_sessions SET finished_at = created_at WHERE user_id = (SELECT id FROM users WHERE user_name = @value)", person.Username);
            await visit.OpenAsync("/account/");
            await visit.Page.SeeTextAsync("You were signed out.");
        }),
    ];

    private static async Task AskedToConfirmAsync(Visit visit)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.OutliveProofAsync(person);
        await visit.OpenAsync("/account/emails/add");
        await visit.Page.SeeAsync("Confirm that it is you");
    }

    private static async Task<string> AddAsync(Visit visit, string? address = null)
    {
        var person = await visit.BeSomebodyAsync();
        var second = address ?? $"{person.Username}@second.example";
        await visit.OpenAsync("/account/emails/add");
        await visit.Page.Field("Email").FillAsync(second);
        await visit.Page.Button("Send code").ClickAsync();
        await visit.Page.SeeAsync("Check your email");
        return second;
    }

    private static async Task RemoveAsync(Visit visit)
    {
        await visit.OpenAsync("/account/emails");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Remove " }).ClickAsync();
        await visit.Page.Button("Remove address").ClickAsync();
    }

    private static Task TypeMatrixIdAsync(Visit visit, Person person) => visit.Page.Field("Type your Matrix ID").FillAsync($"@{person.Username}:{PortalServer.ServerName}");

    private static async Task<Person> DeleteAsync(Visit visit)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.OpenAsync("/account/deactivate");
        await TypeMatrixIdAsync(visit, person);
        await visit.Page.AnswerAsync("Delete account");
        await visit.Page.SeeAsync("Account deleted");
        return person;
    }
}
