using Microsoft.Playwright;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>Every page in every state, light and dark, on a phone and at a desk: readable for everyone, and pictured on request (<c>./screenshots</c>).</summary>
internal static class EveryScreen
{
    private static readonly (string Name, ViewportSize Size)[] Devices = [("desktop", new() { Width = 1280, Height = 900 }), ("phone", new() { Width = 390, Height = 844 })];
    private static readonly bool TakesPictures = Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") == "1";

    // Only screens whose names begin so; all without (./screenshots says how).
    private static readonly string[] Chosen = (Environment.GetEnvironmentVariable("PORTAL_SCREENS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The pages that a script makes easier.</summary>
    private static readonly string[] NeedNoScripts =
        [
            "sign-in", "sign-in-refused", "end-session", "register", "register-errors", "invitation", "token", "display-name", "terms", "code", "code-resent", "recover", "recovery", "recovery-weak", "password-change", "consent-new", "legacy-sso", "link", "device", "answer-to-post",
            "account", "sessions", "sessions-second-page", "sessions-confirm-all-others", "session-rename", "confirm", "profile", "second-step-set-up", "recovery-codes", "second-step", "confirm-two-steps",
            "tokens-new", "tokens-made", "app-passwords-made", "email-add", "email-code", "deactivate", "come-back", "identity-reset", "stale-form", "gallery", "gallery-tokens-draft",
        ];

    /// <summary>What one passes on the way into an account, back into it, or out of it.</summary>
    public static IReadOnlyList<Screen> OnTheWay { get; } = WithAndWithoutScripts(
        SignInScreens.All, SignOutScreens.All, RegistrationScreens.All, RecoveryScreens.All, DisputeScreens.All, ConsentScreens.All, LegacyScreens.All, DeviceScreens.All, ErrorScreens.All, MailScreens.All);

    /// <summary>What only somebody sees who is signed in.</summary>
    public static IReadOnlyList<Screen> InTheAccount { get; } = WithAndWithoutScripts(
        AccountScreens.All, PasswordScreens.All, SecondStepScreens.All, PasskeyScreens.All, SessionScreens.All, ProfileScreens.All, ProgramScreens.All, HomeserverScreens.All, GalleryScreens.All);

    public static TheoryData<string> NamesOf(IEnumerable<Screen> screens) =>
        [.. screens.Where(screen => TakesPictures || !screen.IsLikeAnother).Select(screen => screen.Name).Where(name => Chosen.Length == 0 || Array.Exists(Chosen, beginning => name.StartsWith(beginning, StringComparison.Ordinal)))];

    /// <summary>What the screen of a test needs, as text.</summary>
    public static string SettingsOf(string testName) =>
        Stage.TextOf(OnTheWay.Concat(InTheAccount).FirstOrDefault(screen => testName.Contains($"\"{screen.Name}\"", StringComparison.Ordinal))?.Settings);

    /// <summary>Goes there, and looks at it in every light and width.</summary>
    public static async Task SeeAsync(Stage stage, string name)
    {
        var screen = OnTheWay.Concat(InTheAccount).Single(screen => screen.Name == name);
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

    private static IReadOnlyList<Screen> WithAndWithoutScripts(params IEnumerable<Screen>[] areas)
    {
        var screens = areas.SelectMany(area => area).ToList();
        return [.. screens, .. screens.Where(screen => NeedNoScripts.Contains(screen.Name)).Select(screen => screen.WithoutScripts())];
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
