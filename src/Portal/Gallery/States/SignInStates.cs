using Portal.Components.Icons;
using Portal.Identity.Sessions;
using Portal.Pages.SignIn;
using Portal.Pages.SignOut;
using Portal.Pages.Terms;

namespace Portal.Gallery.States;

/// <summary>Signing in and out, with all that can go wrong.</summary>
internal static class SignInStates
{
    private static readonly SignInView Usual = new() { Passkey = Sample.Question, RecoverPath = "/recover", RegisterPath = "/register" };

    public static GalleryArea Area { get; } = new("sign-in", "Sign in and out",
    [
        Page("sign-in.empty", "Sign in", Usual),
        Page("sign-in.for-an-app", "Sign in for an app", Usual, _ => Sample.App),
        Page("sign-in.for-an-app-with-a-logo", "Sign in for an app with a logo", Usual, _ => Sample.AppWithLogo),
        Page("sign-in.for-an-app-at-another-host", "Sign in for an app that returns elsewhere", Usual, _ => Sample.AppElsewhere),
        Page("sign-in.for-an-app-long-names", "Sign in for an app with long names", Usual, _ => Sample.LongApp),
        Page("sign-in.missing", "Nothing typed", Usual with { UsernameMissing = true, PasswordMissing = true }),
        Page("sign-in.wrong-password", "Wrong password", Usual with { Username = "quentin", Notice = SignInNotice.Refused }),
        Page("sign-in.limited", "Too many tries", Usual with { Username = "quentin", Notice = SignInNotice.Limited, RetryAfter = Sample.Wait }),
        Page("sign-in.passkey-refused", "Passkey refused", Usual with { Notice = SignInNotice.PasskeyRefused }),
        Page("sign-in.locked", "Account locked", Usual with { Username = "quentin", Notice = SignInNotice.Locked }),
        Page("sign-in.deactivated", "Account deleted", Usual with { Username = "quentin", Notice = SignInNotice.Deactivated }),
        Page("sign-in.expired", "Second step took too long", Usual with { Notice = SignInNotice.Expired }),
        Page("sign-in.again", "The app wants a fresh proof", Usual with { Username = "quentin", Notice = SignInNotice.SignInAgain }, _ => Sample.App),
        Page("sign-in.other-account", "The app means another account", Usual with { Username = "ada", Notice = SignInNotice.OtherAccount }, _ => Sample.App),
        Page("sign-in.ended-elsewhere", "Signed out from elsewhere", Usual with { Notice = SignInNotice.Ended }),
        Page("sign-in.after-sign-out", "Just signed out", Usual with { Notice = SignInNotice.SignedOut }),
        Page("sign-in.with-new-password", "After a new password", Usual with { Username = "quentin", Notice = SignInNotice.PasswordSaved }),
        Page("sign-in.by-email", "Email in place of the name", Usual with { WithEmail = true }),
        Page("sign-in.password-only", "Without passkeys", new() { RecoverPath = "/recover", RegisterPath = "/register" }),
        Page("sign-in.nobody-new", "No registration, no recovery", new()),
        Page("sign-in.passkey-only", "Passkeys only", Usual with { WithPassword = false, RecoverPath = null }),
        Page("sign-in.passkey-only-refused", "Passkeys only, refused", Usual with { WithPassword = false, RecoverPath = null, Notice = SignInNotice.PasskeyRefused }),
        Page("sign-in.closed", "Nobody can sign in", new() { WithPassword = false }),
        PageState.Of<SelectAccountPage>("select-account", "Which account", sample => new { sample.Page, Sample.App, sample.Person.Username }),
        PageState.Of<SelectAccountPage>("select-account.long-name", "Which account, long names", sample => new { Page = sample.PageOf(sample.LongPerson), App = Sample.LongApp, sample.LongPerson.Username }),
        PageState.Of<ComeBackPage>("come-back", "An account that is being deleted", sample => new { sample.Page, sample.Person.Username, sample.Person.Name, Until = sample.Now.AddDays(12) }),
        Unusable("account-unusable.locked", "Account locked while signed in", UnusableReason.AccountLocked),
        Unusable("account-unusable.deleted", "Account deleted", UnusableReason.AccountDeleted),
        Unusable("account-unusable.deleted-can-come-back", "Account deleted, can come back", UnusableReason.AccountDeleted, days: 12),
        Terms("terms", "Terms"),
        Terms("terms.changed", "Terms have changed", hasChanged: true),
        Terms("terms.missing", "Terms not ticked", isTickMissing: true),
        PageState.Of<EndSessionPage>("end-session", "An app asks to sign out", sample => new { sample.Page, View = new EndSessionView(Sample.App, null, sample.UserId, []) }),
        PageState.Of<EndSessionPage>("end-session.elsewhere", "An app asks to sign out, and returns elsewhere", sample => new { sample.Page, View = new EndSessionView(Sample.AppElsewhere, "login.partner.example", sample.UserId, []) }),
        PageState.Of<EndSessionPage>("end-session.nobody-asked", "Sign out, nobody asked", sample => new { sample.Page, View = new EndSessionView(null, null, sample.UserId, []) }),
        PageState.Says("end-session.done", "Signed out", sample => new(sample.T["end-session.done-title"], sample.T["end-session.done-lead"])
        {
            Icon = IconName.Check,
            Actions = [new(sample.Page.To("/login"), sample.T["end-session.sign-in"])],
        }),
        PageState.Says("end-session.continue", "Signed out, back to the app", sample => new(sample.T["end-session.done-title"], sample.T["end-session.done-lead"])
        {
            Icon = IconName.Check,
            Actions = [new("https://app.element.example/", sample.T["end-session.continue", "app.element.example"])],
        }),
        PageState.Says("end-session.refused", "A sign-out link that does not work", sample => new(sample.T["end-session.refused-title"], sample.T["end-session.refused-lead"])
        {
            Icon = IconName.Broken,
            Actions = [new(sample.Page.To("/account/"), sample.T["error.home"])],
            Details = (sample.T["authorize.details"], ["The post_logout_redirect_uri is not one that the client registered."]),
        }),
    ]);

    private static PageState Page(string id, string title, SignInView view, Func<Sample, Layout.AppIdentity>? app = null) =>
        PageState.Of<SignInPage>(id, title, sample => new { sample.Page, View = view, App = app?.Invoke(sample) });

    private static PageState Unusable(string id, string title, UnusableReason reason, int? days = null) => PageState.Of<UnusableAccountPage>(id, title, sample => new
    {
        sample.Page,
        Session = new UnusableSession(sample.Person.Username, reason, days is { } left ? sample.Now.AddDays(left) : null),
        Continuation = Array.Empty<KeyValuePair<string, string>>(),
    });

    private static PageState Terms(string id, string title, bool hasChanged = false, bool isTickMissing = false) =>
        PageState.Of<TermsPage>(id, title, sample => new { sample.Page, Terms = sample.Page.Brand.TosUri!, HaveChanged = hasChanged, TickMissing = isTickMissing, Sample.App });
}
