using Portal.Components.Icons;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Activity;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Pages.Account;
using Portal.Pages.Account.Activity;
using Portal.Pages.Account.CrossSigning;
using Portal.Pages.Account.Data;
using Portal.Pages.Account.Deletion;

namespace Portal.Gallery.States;

/// <summary>The first page of the account, what happened to it, and its end.</summary>
internal static class AccountStates
{
    private static readonly AccountSummary New = new()
    {
        Browsers = 1,
        Apps = 0,
        Unused = 0,
        Emails = [Sample.Email],
        HasPassword = true,
        CanHavePasskeys = true,
        CanChangePassword = true,
        CanChangeEmails = true,
        CanDelete = true,
    };

    private static readonly AccountSummary Full = New with { Apps = 4, Browsers = 2, Emails = [Sample.Email, "q@example.org"], Passkeys = 2, CanResetIdentity = true, HasAccessTokens = true, HasAppPasswords = true };

    public static GalleryArea Area { get; } = new("account", "Account",
    [
        Home("account", "A new account", _ => New),
        Home("account.full", "An account in use", sample => Full with { SecondFactor = new SecondFactorSummary(sample.Ago(days: 40), 9) }),
        Home("account.check-up", "Things to do", sample => Full with { Emails = [], Unused = 3, SecondFactor = new SecondFactorSummary(sample.Ago(days: 40), 1) }),
        Home("account.password-changed", "Password changed lately", sample => New with { PasswordChangedAt = sample.Ago(days: 4) }),
        Home("account.one-passkey", "One passkey, no password", _ => Full with { HasPassword = false, Passkeys = 1 }),
        Home("account.nothing-changes", "Nothing can be changed here", _ => New with { CanHavePasskeys = false, CanChangePassword = false, CanChangeEmails = false, CanDelete = false }),
        PageState.Of<AccountHomePage>("account.long-name", "Long name and addresses", sample => new { Page = sample.PageOf(sample.LongPerson), Person = sample.LongPerson, Summary = Full with { Emails = [Sample.LongEmail, Sample.Email] }, sample.Now }) with { At = AccountPlaces.Home },
        PageState.Of<AccountHomePage>("account.right-to-left-name", "Name from right to left", sample => new { Page = sample.PageOf(sample.RightToLeftPerson), Person = sample.RightToLeftPerson, Summary = Full, sample.Now }) with { At = AccountPlaces.Home },
        Activity("activity.new", "Activity of a new account", sample => [new(Happening.BrowserBegan, sample.Ago(minutes: 2), null, SessionStates.Here(sample))]),
        Activity("activity", "Activity", Happenings, sample => [new("203.0.113.7", 3, sample.Ago(hours: 5)), new("2001:db8:1f::7", 1, sample.Ago(days: 1)), new(null, 12, sample.Ago(days: 2))]),
        Activity("activity.older", "Activity, an older page", Happenings, isMiddle: true),
        Activity("activity.nothing-changes", "Activity, no password to change", Happenings, canChange: false),
        PageState.Of<IdentityResetPage>("identity-reset", "Reset the encryption identity", sample => new { sample.Page, sample.Person }) with { At = AccountPlaces.Home },
        PageState.Of<IdentityResetDonePage>("identity-reset.done", "Reset allowed", sample => new { sample.Page, sample.Person }) with { At = AccountPlaces.Home },
        PageState.Says("identity-reset.cancelled", "Reset cancelled", sample => new(sample.T["reset.cancelled-title"], sample.T["reset.cancelled-lead"])
        {
            Icon = IconName.Check,
            Actions = [new(sample.Page.To(AccountPlaces.Home), sample.T["error.home"])],
        }),
        PageState.Says("identity-reset.failed", "Homeserver did not answer", sample => new(sample.T["reset.failed-title"], sample.T["reset.failed-lead"])
        {
            Icon = IconName.Broken,
            Tone = Components.Feedback.Tone.Warning,
            Actions = [new(sample.Page.To(AccountPlaces.Home), sample.T["reset.again"]), new(sample.Page.To(AccountPlaces.Home), sample.T["error.home"])],
        }),
        PageState.Of<DataPage>("data", "Your data", sample => new { sample.Page, sample.Person }) with { At = AccountPlaces.Data },
        PageState.Of<DataPage>("data.limited", "Your data, downloaded too often", sample => new { sample.Page, sample.Person, RetryAfter = Sample.Wait }) with { At = AccountPlaces.Data },
        Delete("delete", "Delete the account", new() { Days = 30, Devices = 4 }),
        Delete("delete.at-once", "Delete the account at once", new() { Devices = 1 }),
        Delete("delete.not-confirmed", "Matrix ID not typed", new() { Days = 30, Devices = 4, Typed = "quentin", Erase = true, NotConfirmed = true }),
        PageState.Says("delete.closed", "Cannot be deleted here", sample => new(sample.T["delete.closed-title"], sample.T["delete.closed-lead", sample.Page.Brand.ServiceName])
        {
            Icon = IconName.Lock,
            Actions = [new(sample.Page.To(AccountPlaces.Home), sample.T["error.home"])],
        }),
    ]);

    private static PageState Home(string id, string title, Func<Sample, AccountSummary> summary) =>
        PageState.Of<AccountHomePage>(id, title, sample => new { sample.Page, sample.Person, Summary = summary(sample), sample.Now }) with { At = AccountPlaces.Home };

    private static PageState Delete(string id, string title, DeletionView view) => PageState.Of<DeletionPage>(id, title, sample => new { sample.Page, sample.Person, View = view }) with { At = AccountPlaces.Delete };

    private static PageState Activity(string id, string title, Func<Sample, IReadOnlyList<Happening>> happenings, Func<Sample, IReadOnlyList<FailuresOfPlace>>? failures = null, bool isMiddle = false, bool canChange = true) =>
        PageState.Of<ActivityPage>(id, title, sample => new
        {
            sample.Page,
            sample.Person,
            Part = new ActivityPart(happenings(sample), isMiddle ? new ActivityCursor(sample.Now, Sample.Id(3), 0) : null, new ActivityCursor(sample.Ago(days: 9), Sample.Id(4), 0)),
            Failures = failures?.Invoke(sample) ?? [],
            sample.Now,
            Kept = (TimeSpan.FromDays(365), TimeSpan.FromDays(90)),
            CanChange = canChange,
            CanTakeBack = canChange,
        }) with
        { At = AccountPlaces.Activity };

    private static IReadOnlyList<Happening> Happenings(Sample sample) =>
    [
        new(Happening.NewBrowserBegan, sample.Ago(hours: 1), "203.0.113.7", SessionStates.OtherBrowser(sample)),
        new(Happening.AppBegan, sample.Ago(hours: 5), "203.0.113.7", SessionStates.Phone(sample)),
        new(SecurityEvent.PasswordChanged, sample.Ago(days: 1), "2001:db8:7::1", null),
        new(SecurityEvent.EmailAdded, sample.Ago(days: 1, hours: 2), "2001:db8:7::1", null) { Detail = Sample.LongEmail },
        new(SecurityEvent.RefreshTokenReplayed, sample.Ago(days: 2), null, SessionStates.Ended(sample)),
        new(SecurityEvent.PasskeyAdded, sample.Ago(days: 3), "2001:db8:7::1", null) { Detail = "Google Password Manager" },
        new(SecurityEvent.SecondFactorEnabled, sample.Ago(days: 4), "2001:db8:7::1", null),
        new(Happening.AppEnded, sample.Ago(days: 8), null, SessionStates.Ended(sample)),
    ];
}
