using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Pages.Account.Sessions;

namespace Portal.Gallery.States;

/// <summary>Where one is signed in.</summary>
internal static class SessionStates
{
    private static readonly TimeSpan EndedShownFor = TimeSpan.FromDays(7);
    private static readonly SessionClient Element = new(Sample.Id(900), "Element", "https://app.element.example/") { IsNative = true };
    private static readonly string Scope = $"openid {MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}QWERTYUIOP";

    public static GalleryArea Area { get; } = new("sessions", "Devices",
    [
        List("sessions.only-here", "Only here", sample => [Here(sample)]),
        List("sessions", "Some devices", Some),
        List("sessions.many", "Many, two pages", Many, isLong: true),
        List("sessions.long-names", "Long names", sample => [Here(sample), Phone(sample) with { HumanName = Sample.LongName }, Computer(sample) with { HumanName = Sample.LongWord }]),
        List("sessions.right-to-left-name", "Names from right to left", sample => [Here(sample), Phone(sample) with { HumanName = "هاتف المطبخ" }]),
        List("sessions.one-ended", "One just signed out", sample => [.. Some(sample), Ended(sample)], notice: new(SessionsNoticeKind.Ended, "Google Pixel 8")),
        List("sessions.several-ended", "Several just signed out", Some, notice: new(SessionsNoticeKind.EndedSeveral, Count: 3)),
        List("sessions.others-ended", "Signed out everywhere else", sample => [Here(sample)], notice: new(SessionsNoticeKind.EndedOthers)),
        List("sessions.gone", "Signed out before", Some, notice: new(SessionsNoticeKind.Gone)),
        List("sessions.unused", "Not used for 90 days", sample => [Forgotten(sample, 1), Forgotten(sample, 2)], new(Unused: true)),
        List("sessions.none-unused", "Nothing forgotten", _ => [], new(Unused: true)),
        List("sessions.no-apps", "No apps", _ => [], new(SessionKinds.Apps)),
        List("sessions.limit-near", "Limit almost reached", Some, use: new(9, 10)),
        List("sessions.limit-reached", "Limit reached", Some, use: new(10, 10)),
        End("sessions-end.one", "Sign one out", sample => new([Phone(sample)], 1, IncludesHere: false, Devices: 1, KeepsDevice: true)),
        End("sessions-end.here", "Sign out here", sample => new([Here(sample)], 1, IncludesHere: true, Devices: 0, KeepsDevice: true)),
        End("sessions-end.last-device", "The last with message keys", sample => new([Phone(sample)], 1, IncludesHere: false, Devices: 1, KeepsDevice: false)),
        End("sessions-end.several", "Sign several out", sample => new([Phone(sample), Computer(sample), OtherBrowser(sample)], 3, IncludesHere: false, Devices: 2, KeepsDevice: true)),
        End("sessions-end.others", "Sign out everywhere else", sample => new([Phone(sample), Computer(sample), OtherBrowser(sample)], 3, IncludesHere: false, Devices: 2, KeepsDevice: true) { AccessTokens = 2, AppPasswords = 1 }, isOthers: true),
        End("sessions-end.unused", "Sign out all that is forgotten", sample => new([.. Enumerable.Range(1, 6).Select(number => Forgotten(sample, number))], 25, IncludesHere: false, Devices: 25, KeepsDevice: true), isUnused: true),
        One("session", "An app", Phone),
        One("session.dangerous", "An app with power over others", sample => Phone(sample) with { Scope = Scope + " " + ScopePolicy.SynapseAdmin }),
        One("session.ended", "An app that is signed out", Ended),
        One("session.legacy", "An app of the legacy login", sample => Computer(sample) with { Kind = AccountSessionKind.Legacy, Client = null, Scope = null, HumanName = "Element on the kitchen table", ReturnAddress = "https://app.element.example/" }, hasClient: false),
        One("session.browser", "A browser", OtherBrowser, hasClient: false),
        One("session.renamed", "Just renamed", sample => Phone(sample) with { HumanName = Sample.LongName }, notice: new(SessionsNoticeKind.Renamed, Sample.LongName)),
        Rename("session-rename", "Rename", "Google Pixel 8", null),
        Rename("session-rename.missing", "No name", "", RenameOutcome.NameRequired),
        Rename("session-rename.too-long", "Name too long", Sample.LongName, RenameOutcome.NameTooLong),
        Rename("session-rename.invalid", "Name that cannot be shown", "turned round", RenameOutcome.NameInvalid),
        Rename("session-rename.homeserver-away", "Homeserver did not answer", "Kitchen phone", RenameOutcome.HomeserverAway),
        PageState.Of<SessionMissingPage>("session-missing", "Not in the list", sample => new { sample.Page, sample.Person }) with { At = SessionPlaces.List },
        PageState.Of<SessionMissingPage>("session-missing.device", "Device not in the list", sample => new { sample.Page, sample.Person, DeviceId = "QWERTYUIOP" }) with { At = SessionPlaces.List },
        PageState.Of<ClientPage>("app", "About an app", sample => new { sample.Page, sample.Person, Client = sample.Client() }) with { At = SessionPlaces.List },
        PageState.Of<ClientPage>("app.long-name", "About an app, long name", sample => new { sample.Page, sample.Person, Client = sample.Client(Sample.LongName + " " + Sample.LongWord, null) }) with { At = SessionPlaces.List },
    ]);

    /// <summary>The browser that one looks with.</summary>
    public static AccountSession Here(Sample sample) => Browser(sample.Person.BrowserSessionId, Sample.Laptop, sample.Ago(days: 3), sample.Now);

    public static AccountSession OtherBrowser(Sample sample) => Browser(Sample.Id(10), Sample.Desktop, sample.Ago(hours: 1), sample.Ago(minutes: 30));

    public static AccountSession Phone(Sample sample) => App(Sample.Id(11), Sample.Phone, sample.Ago(days: 30), sample.Ago(minutes: 1));

    public static AccountSession Computer(Sample sample) => App(Sample.Id(12), Sample.Desktop, sample.Ago(days: 60), sample.Ago(days: 2));

    public static AccountSession Ended(Sample sample) => App(Sample.Id(13), "FluffyChat/2.1 (Galaxy S24; Android 15; x)", sample.Ago(days: 90), sample.Ago(days: 1)) with { FinishedAt = sample.Ago(minutes: 2) };

    private static AccountSession Forgotten(Sample sample, int number) => App(Sample.Id(100 + number), $"FluffyChat/2.{number} (Galaxy S{number}; Android 15; x)", sample.Ago(days: 300), sample.Ago(days: 100 + number));

    private static IReadOnlyList<AccountSession> Some(Sample sample) =>
        [Here(sample), Phone(sample), Computer(sample), Browser(Sample.Id(14), Sample.Tablet, sample.Ago(days: 12), sample.Ago(days: 5)), Forgotten(sample, 1)];

    private static IReadOnlyList<AccountSession> Many(Sample sample) =>
        [.. Some(sample), .. Enumerable.Range(2, 12).Select(number => App(Sample.Id(200 + number), Sample.Phone, sample.Ago(days: number), sample.Ago(days: number)))];

    private static AccountSession Browser(Guid id, string agent, DateTimeOffset began, DateTimeOffset used) => new(AccountSessionKind.Browser, id, null, agent, null, null, began, used, "2001:db8:7::1", null);

    private static AccountSession App(Guid id, string agent, DateTimeOffset began, DateTimeOffset used) =>
        new(AccountSessionKind.OAuth, id, Element, agent, "QWERTYUIOP", Scope, began, used, "203.0.113.7", null);

    private static PageState List(
        string id, string title, Func<Sample, IReadOnlyList<AccountSession>> sessions, SessionQuery? query = null, SessionsNotice? notice = null, DeviceUse? use = null, bool isLong = false) =>
        PageState.Of<SessionsPage>(id, title, sample =>
        {
            var all = sessions(sample);
            var unused = all.Count(session => session.LastActiveAt < SessionAge.UnusedBefore(sample.Now));
            var browsers = all.Count(session => session is { Kind: AccountSessionKind.Browser, FinishedAt: null });
            return new
            {
                sample.Page,
                sample.Person,
                Query = query ?? new SessionQuery(),
                Notice = notice,
                List = new SessionListView(
                    SessionGroups.Of(all, sample.Person.BrowserSessionId, sample.T, sample.Now, EndedShownFor),
                    new SessionCounts(all.Count(session => session.FinishedAt is null) - browsers, Math.Max(1, browsers), unused, 0))
                {
                    Use = use,
                    Next = isLong ? new SessionCursor(Sample.Id(15), null) : null,
                },
            };
        }) with
        { At = SessionPlaces.List };

    private static PageState End(string id, string title, Func<Sample, SessionEndPreview> preview, bool isOthers = false, bool isUnused = false) =>
        PageState.Of<EndPage>(id, title, sample => new { sample.Page, sample.Person, Preview = preview(sample), sample.Now, IsOthers = isOthers, IsUnused = isUnused }) with { At = SessionPlaces.List };

    private static PageState One(string id, string title, Func<Sample, AccountSession> session, bool hasClient = true, SessionsNotice? notice = null) => PageState.Of<SessionPage>(id, title, sample => new
    {
        sample.Page,
        sample.Person,
        Session = session(sample),
        sample.Now,
        Client = hasClient ? sample.Client() : null,
        AllowedIn = hasClient ? Here(sample) : null,
        Notice = notice,
    }) with
    { At = SessionPlaces.List };

    private static PageState Rename(string id, string title, string name, RenameOutcome? problem) =>
        PageState.Of<RenamePage>(id, title, sample => new { sample.Page, sample.Person, Session = Phone(sample), Name = name, Problem = problem }) with { At = SessionPlaces.List };
}
