using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>The list of sessions with its filters and pages, one session, and the limit.</summary>
internal static class SessionScreens
{
    private static readonly IReadOnlyDictionary<string, string> Limited = new Dictionary<string, string>(StringComparer.Ordinal) { ["Portal:Sessions:Limit:SoftLimit"] = "3" };

    public static IEnumerable<Screen> All { get; } =
    [
        new("sessions-selected", async visit =>
        {
            await UseManyAsync(visit);
            await visit.Page.SeeLiveAsync();
            await visit.Page.GetByLabel("Select iPhone").CheckAsync();
            await visit.Page.GetByLabel("Select Google Pixel 8").CheckAsync();
            await visit.Page.SeeTextAsync("2 selected");
        }),
        new("sessions-second-page", async visit =>
        {
            await UseManyAsync(visit, copies: 45);
            await visit.Page.Link("Next").ClickAsync();
            await Assertions.Expect(visit.Page.Link("Previous")).ToBeVisibleAsync();
        }),
        new("sessions-unused", async visit =>
        {
            await UseManyAsync(visit, copies: 3, daysAgo: 100);
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Not used for 90 days" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign out all (" }).WaitForAsync();
        }),
        new("sessions-none-unused", async visit =>
        {
            await UseManyAsync(visit);
            await visit.OpenAsync("/account/sessions?inactive=true");
            await visit.Page.SeeTextAsync("Nothing is forgotten.");
        }),
        new("sessions-no-apps", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/sessions?kind=apps");
            await visit.Page.SeeTextAsync("No apps.");
        }),
        new("sessions-confirm-one", async visit =>
        {
            await UseManyAsync(visit);
            await Row(visit, "Pixel 8").SignOutLink().ClickAsync();
            await visit.Page.SeeAsync("Sign out Google Pixel 8?");
        }),
        new("sessions-confirm-here", async visit =>
        {
            await UseManyAsync(visit);
            await Row(visit, "You are here").SignOutLink().ClickAsync();
            await visit.Page.SeeAsync("Sign out Chrome on Linux?");
        }),
        new("sessions-confirm-last-device", async visit =>
        {
            await visit.BeSomebodyAsync();
            await (await App.RegisterAsync(visit, "Element")).SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
            await visit.OpenAsync("/account/sessions");
            await Row(visit, "Pixel 8").SignOutLink().ClickAsync();
            await visit.Page.SeeTextAsync("Nothing else that is signed in can hold your message keys.");
        }),
        new("sessions-confirm-unused", async visit =>
        {
            await UseManyAsync(visit, copies: 25, daysAgo: 100);
            await visit.OpenAsync("/account/sessions/sign-out?inactive=true");
            await visit.Page.SeeTextAsync("And 5 more.");
        }),
        new("sessions-several-ended", async visit =>
        {
            await UseManyAsync(visit, copies: 3, daysAgo: 100);
            await visit.OpenAsync("/account/sessions/sign-out?inactive=true");
            await visit.Page.ConfirmButton().ClickAsync();
            await visit.Page.SeeTextAsync("3 devices are signed out.");
        }),
        new("session", async visit => await OpenPhoneAsync(visit)),
        new("session-dangerous", async visit =>
        {
            await OpenPhoneAsync(visit);
            await visit.Portal.Data.ExecuteAsync("UPDATE oauth_sessions SET scope = scope || ' urn:synapse:admin:*'");
            await visit.Page.ReloadAsync();
            await visit.Page.SeeTextAsync("Power over others");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal),
        },
        new("session-ended", async visit =>
        {
            await OpenPhoneAsync(visit);
            var address = visit.Page.Url;
            await visit.OpenAsync("/account/sessions");
            await Row(visit, "Pixel 8").SignOutAsync();
            await visit.Page.GotoAsync(address);
            await visit.Page.SeeAsync("Google Pixel 8");
        }),
        new("session-of-a-browser", async visit =>
        {
            await UseManyAsync(visit);
            await visit.Page.Link("Chrome on Linux").ClickAsync();
            await visit.Page.SeeTextAsync("About this browser");
        }),
        new("session-rename", async visit =>
        {
            await OpenPhoneAsync(visit);
            await visit.Page.Link("Rename").ClickAsync();
            await visit.Page.SeeAsync("Name this device");
        }),
        new("session-rename-missing", async visit =>
        {
            await OpenPhoneAsync(visit);
            await visit.Page.Link("Rename").ClickAsync();
            await visit.Page.Field("Name").FillAsync(" ");
            await visit.Page.SendUncheckedAsync("Save");
            await visit.Page.SeeTextAsync("Enter a name.");
        }),
        new("session-renamed", async visit =>
        {
            await OpenPhoneAsync(visit);
            await visit.Page.Link("Rename").ClickAsync();
            await visit.Page.Field("Name").FillAsync("The phone that I keep in the kitchen drawer for the days when the other one is empty");
            await visit.Page.Button("Save").ClickAsync();
            await visit.Page.SeeNoticeAsync("It is called");
        }),
        new("session-missing", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/sessions/oauth2_session:01J00000000000000000000000");
            await visit.Page.SeeAsync("This is not in your list");
        }),
        new("session-missing-device", async visit =>
        {
            await visit.BeSomebodyAsync();
            await visit.OpenAsync("/account/?action=org.matrix.device_view&device_id=QWERTYUIOP");
            await visit.Page.SeeAsync("This is not in your list");
        }),
        new("app", async visit =>
        {
            await OpenPhoneAsync(visit);
            await visit.Page.Link("Element").ClickAsync();
            await visit.Page.SeeTextAsync("About this app");
        }),
        new("sessions-limit-near", async visit =>
        {
            await visit.BeSomebodyAsync();
            await UseAppsAsync(visit, 2);
            await visit.OpenAsync("/account/sessions");
            await visit.Page.SeeTextAsync("You have almost reached the limit.");
        })
        {
            Settings = Limited,
        },
        new("sessions-limit-reached", async visit =>
        {
            await visit.BeSomebodyAsync();
            await UseAppsAsync(visit, 3);
            await visit.OpenAsync("/account/sessions");
            await visit.Page.SeeTextAsync("You have reached the limit.");
        })
        {
            Settings = Limited,
        },
        new("consent-device-limit", async visit =>
        {
            await visit.BeSomebodyAsync();
            var app = await UseAppsAsync(visit, 3);
            await visit.OpenAsync(app.Request());
            await visit.Page.SeeAsync("You have too many devices");
        })
        {
            Settings = Limited,
        },
        new("device-limit", async visit =>
        {
            await visit.BeSomebodyAsync();
            await UseAppsAsync(visit, 3);
            using var device = await Device.BeginAsync(visit);
            await visit.Page.GotoAsync(device.VerificationUri);
            await visit.Page.EnterCodeAsync(device.UserCode);
            await visit.Page.SeeAsync("You have too many devices");
        })
        {
            Settings = Limited,
        },
    ];

    private static ILocator Row(Visit visit, string text) => visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = text });

    private static async Task<App> UseAppsAsync(Visit visit, int count)
    {
        var app = await App.RegisterAsync(visit, "Element");
        for (var i = 0; i < count; i++)
        {
            await app.SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
        }

        return app;
    }

    private static async Task OpenPhoneAsync(Visit visit)
    {
        await UseManyAsync(visit);
        await visit.Page.Link("Google Pixel 8").ClickAsync();
        await visit.Page.SeeAsync("Google Pixel 8");
    }

    /// <param name="copies">Of the phone's session, as rows: asking for each would take long.</param>
    /// <param name="daysAgo">When they were used last.</param>
    private static async Task UseManyAsync(Visit visit, int copies = 0, int daysAgo = 0)
    {
        var person = await visit.BeSomebodyAsync();
        await visit.UseManyDevicesAsync(person);
        for (var i = 0; i < copies; i++)
        {
            await visit.Portal.Data.ExecuteAsync(
                $"""
                INSERT INTO oauth_sessions (id, client_id, user_id, scope, device_id, created_at, last_active_at, user_agent)
                SELECT RANDOMBLOB(16), client_id, user_id, scope, device_id, created_at, last_active_at - {daysAgo * 86_400_000_000L}, 'FluffyChat/2.{i} (Galaxy S{i}; Android 15; x)'
                FROM oauth_sessions WHERE user_agent LIKE 'Element X%' AND user_id = (SELECT id FROM users WHERE user_name = @value) LIMIT 1
                """,
                person.Username);
        }

        await visit.OpenAsync("/account/sessions");
    }
}
