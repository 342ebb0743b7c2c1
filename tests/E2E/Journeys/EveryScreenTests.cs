using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>Every page in every state, light and dark, on a phone and at a desk: readable for everyone, and pictured on request (<c>./screenshots</c>).</summary>
[TestCaseOrderer(typeof(InOrderOfSettings))]
public sealed class EveryScreenTests(Stage stage)
{
    private static readonly (string Name, ViewportSize Size)[] Devices = [("desktop", new() { Width = 1280, Height = 900 }), ("phone", new() { Width = 390, Height = 844 })];
    private static readonly bool TakesPictures = Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") == "1";

    // Only screens whose names begin so; all without (./screenshots says how).
    private static readonly string[] Chosen = (Environment.GetEnvironmentVariable("PORTAL_SCREENS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static TheoryData<string> Names { get; } =
        [.. Screens.Where(screen => TakesPictures || !screen.IsLikeAnother).Select(screen => screen.Name).Where(name => Chosen.Length == 0 || Array.Exists(Chosen, beginning => name.StartsWith(beginning, StringComparison.Ordinal)))];

    private static IEnumerable<Screen> WithScripts =>
    [
        .. SignInScreens.All, .. SignOutScreens.All, .. RegistrationScreens.All, .. RecoveryScreens.All, .. DisputeScreens.All, .. PasswordScreens.All, .. ConsentScreens.All, .. LegacyScreens.All, .. DeviceScreens.All,
        .. AccountScreens.All, .. SecondStepScreens.All, .. PasskeyScreens.All, .. SessionScreens.All, .. ProfileScreens.All, .. ProgramScreens.All, .. HomeserverScreens.All, .. ErrorScreens.All, .. MailScreens.All,
        .. GalleryScreens.All,
    ];

    private static IEnumerable<Screen> Screens => [.. WithScripts, .. WithScripts.Where(screen => NeedNoScripts.Contains(screen.Name)).Select(screen => screen.WithoutScripts())];

    /// <summary>The pages that a script makes easier.</summary>
    private static string[] NeedNoScripts =>
        [
            "sign-in", "sign-in-refused", "end-session", "register", "register-errors", "invitation", "token", "display-name", "terms", "code", "code-resent", "recover", "recovery", "recovery-weak", "password-change", "consent-new", "legacy-sso", "link", "device", "answer-to-post",
            "account", "sessions", "sessions-second-page", "sessions-confirm-all-others", "session-rename", "confirm", "profile", "second-step-set-up", "recovery-codes", "second-step", "confirm-two-steps",
            "tokens-new", "tokens-made", "app-passwords-made", "email-add", "email-code", "deactivate", "come-back", "identity-reset", "stale-form", "gallery", "gallery-tokens-draft",
        ];

    /// <summary>What the screen of a test needs, as text.</summary>
    internal static string SettingsOf(string testName) => Stage.TextOf(Screens.FirstOrDefault(screen => testName.Contains($"\"{screen.Name}\"", StringComparison.Ordinal))?.Settings);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Has_no_barrier_and_fits_any_window(string name)
    {
        var screen = Screens.Single(screen => screen.Name == name);
        await using var own = screen.IsAlone ? await PortalServer.StartAsync(Engine.Sqlite) : null;
        await using var visit = await stage.VisitAsync(
            own ?? (screen.Settings is { } settings ? await stage.PortalAsync(settings) : await stage.PortalAsync()), new() { ReducedMotion = ReducedMotion.Reduce });
        if (screen.Fails)
        {
            visit.TolerateFailures();
        }

        if (!screen.Scripts)
        {
            await Screen.BlockScriptsAsync(visit.Context);
        }

        await screen.ShowAsync(visit);
        if (!screen.Scripts)
        {
            await Screen.OpenNoScriptAsync(visit.Page);
        }

        await visit.Page.SeeRightHintsAsync();
        foreach (var (device, size) in Devices)
        {
            foreach (var colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = colours });
                await visit.Page.SetViewportSizeAsync(size.Width, size.Height);
                var picture = $"{name}-{device}-{(colours == ColorScheme.Light ? "light" : "dark")}";
                await PictureAsync(visit.Page, picture);
                await visit.Page.SeeNoBarrierAsync(picture, colours == ColorScheme.Light ? Axe.All : Axe.Only(Axe.Contrast)); // in the dark nothing but the colours is another
            }
        }

        // As a page of a language that is written from right to left, whatever its words are.
        await visit.Page.EvaluateAsync("() => { document.documentElement.dir = 'rtl'; }");
        await PictureAsync(visit.Page, $"{name}-phone-right-to-left");
        await visit.Page.SeeNoBarrierAsync($"{name}-phone-right-to-left", Axe.AllBut(Axe.Contrast));
        await FitsAsync(visit.Page, 320); // also a window of 1280 pixels at 400 percent (WCAG 2.2, 1.4.10)
        await visit.Page.EvaluateAsync("() => { document.documentElement.dir = 'ltr'; }");
        await FitsAsync(visit.Page, 320);

        await visit.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await PictureAsync(visit.Page, $"{name}-forced-colours");
    }

    private static async Task FitsAsync(IPage page, int width)
    {
        await page.SetViewportSizeAsync(width, 640);
        Assert.InRange(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 0, width);
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (TakesPictures)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, name + ".png"), FullPage = true });
        }
    }
}
