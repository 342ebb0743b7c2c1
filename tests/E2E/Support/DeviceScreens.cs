namespace Portal.Tests.E2E.Support;

/// <summary>Letting a device in that has no browser of its own.</summary>
internal static class DeviceScreens
{
    private const string WithPower = "openid urn:matrix:client:api:* urn:synapse:admin:*";

    public static IEnumerable<Screen> All { get; } =
    [
        new("link", async visit =>
        {
            await visit.OpenAsync("/link");
            await visit.Page.SeeAsync("Enter the code of your device");
        }),
        new("link-missing", async visit =>
        {
            await visit.OpenAsync("/link");
            await visit.Page.SendUncheckedAsync("Continue");
            await visit.Page.SeeTextAsync("Enter the six characters that the device shows.");
        }),
        new("link-unknown", async visit =>
        {
            await visit.OpenAsync("/link");
            await visit.Page.EnterCodeAsync("BBBBBB");
            await visit.Page.SeeTextAsync("This code is not known here, or no longer works. Compare it with the device, or ask there for a new one.");
        }),
        new("link-limited", async visit =>
        {
            await visit.OpenAsync("/link");
            await visit.Page.EnterCodeAsync("BBBBBB");
            await visit.Page.EnterCodeAsync("BBBBBC");
            await visit.Page.SeeAsync("Too many requests for now");
            await visit.Page.Link("Sign in").WaitForAsync();
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Portal:RateLimiting:DeviceCodeOverall:Burst"] = "1",
                ["Portal:RateLimiting:DeviceCodeOverall:PerSecond"] = "0.001", // none comes back while the test runs
            },
        },
        new("sign-in-for-a-device", async visit =>
        {
            using var device = await Device.BeginAsync(visit);
            await EnterAsync(visit, device);
            await visit.Page.SeeAsync("Sign in to example.org");
        }),
        new("device", visit => QuestionAsync(visit)),
        new("device-dangerous", visit => QuestionAsync(visit, WithPower, mayRequestAdmin: true)),
        new("device-tick-missing", async visit =>
        {
            await QuestionAsync(visit);
            await visit.Page.ArmAsync();
            await visit.Page.SendUncheckedAsync("Allow");
            await visit.Page.SeeTextAsync("Tick this box to allow it. Is the device not in front of you? Press Cancel.");
        }),
        new("device-refused", async visit =>
        {
            await QuestionAsync(visit, WithPower);
            await visit.Page.SeeAsync("Cinny asks for more than it may have");
        }),
        new("device-allowed", async visit =>
        {
            await QuestionAsync(visit);
            await visit.Page.Field("This is my device, and it shows the same code").CheckAsync();
            await visit.Page.AnswerAsync("Allow");
            await visit.Page.SeeAsync("The device is allowed");
        }),
        new("device-denied", async visit =>
        {
            await QuestionAsync(visit);
            await visit.Page.Button("Cancel").ClickAsync();
            await visit.Page.SeeAsync("The device gets nothing");
        }),
        new("device-reported", async visit =>
        {
            await QuestionAsync(visit);
            await visit.Page.Button("I did not start this").ClickAsync();
            await visit.Page.SeeAsync("Good that you looked");
        }),
        new("device-expired", async visit =>
        {
            await QuestionAsync(visit);
            await visit.Portal.Data.ExecuteAsync("UPDATE device_code_grants SET expires_at = created_at");
            await visit.Page.ReloadAsync();
            await visit.Page.SeeAsync("This code has expired");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal),
        },
        new("device-not-known", async visit =>
        {
            await QuestionAsync(visit);
            await visit.Portal.Data.ExecuteAsync("DELETE FROM device_code_grants");
            await visit.Page.ReloadAsync();
            await visit.Page.SeeAsync("This device is not known");
        })
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal),
        },
    ];

    private static async Task QuestionAsync(Visit visit, string? scope = null, bool mayRequestAdmin = false)
    {
        var person = await visit.BeSomebodyAsync();
        if (mayRequestAdmin)
        {
            await visit.Portal.Data.ExecuteAsync("UPDATE users SET can_request_admin = TRUE WHERE user_name = @value", person.Username);
        }

        using var device = scope is null ? await Device.BeginAsync(visit) : await Device.BeginAsync(visit, scope);
        await EnterAsync(visit, device);
    }

    private static async Task EnterAsync(Visit visit, Device device)
    {
        await visit.Page.GotoAsync(device.VerificationUri);
        await visit.Page.EnterCodeAsync(device.UserCode);
        await Microsoft.Playwright.Assertions.Expect(visit.Page).Not.ToHaveURLAsync(visit.Portal.Address + "/link"); // it may have happened already
    }
}
