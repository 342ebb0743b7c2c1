using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passwords;
using Portal.Pages.Disputes;
using Portal.Pages.Recovery;

namespace Portal.Gallery.States;

/// <summary>A forgotten password, and an account that somebody else took.</summary>
internal static class RecoveryStates
{
    private static readonly ProgressView Sent = new() { Email = Sample.Email, Lifetime = TimeSpan.FromMinutes(10) };
    private static readonly NewPasswordView Choose = new() { Username = "quentin" };

    public static GalleryArea Area { get; } = new("recovery", "Recovery",
    [
        Recover("recover", "Forgotten password", new()),
        PageState.Of<RecoverPage>("recover.for-an-app", "Forgotten password, for an app", sample => new { sample.Page, View = new RecoverView(), Sample.App }),
        Recover("recover.missing", "No address", new() { Error = "problem.email.required" }),
        Recover("recover.invalid", "Address unfinished", new() { Email = "quentin@", Error = "problem.email.invalid" }),
        Recover("recover.limited", "Too many links", new() { Email = Sample.Email, RetryAfter = Sample.Wait }),
        PageState.Says("recover.disabled", "No recovery here", sample => new(sample.T["recovery.disabled-title"], sample.T["recovery.disabled-lead", sample.Page.Brand.ServiceName])
        {
            Actions = [new(sample.Page.To("/login"), sample.T["recovery.back"])],
        }),
        Progress("recover-sent", "Link sent", Sent),
        Progress("recover-sent.again", "Link sent again", Sent with { Resent = true }),
        Progress("recover-sent.limited", "Too many links", Sent with { RetryAfter = Sample.Wait }),
        Progress("recover-sent.taken-back", "After taking the account back", Sent with { TakenBack = true }),
        Progress("recover-sent.long-address", "Link sent to a long address", Sent with { Email = Sample.LongEmail }),
        Password("recovery", "New password", Choose),
        Password("recovery.weak", "Weak password", Choose with
        {
            Problems = [new("password", FormProblemCodes.Weak) { Estimate = new PasswordEstimate(1, IsAccepted: false) { Reason = PasswordWeakness.Personal, Idea = PasswordIdea.MakeItLonger } }],
        }),
        Password("recovery.limited", "Too many passwords", Choose with { RetryAfter = Sample.Wait }),
        Password("recovery.signed-in", "Somebody is signed in here", Choose with { SignedInAs = "ada" }),
        PageState.Of<ExpiredLinkPage>("recovery.expired", "Link expired", sample => new { sample.Page, Sample.Email, SignInPath = "/login" }),
        PageState.Of<ExpiredLinkPage>("recovery.expired-limited", "Link expired, too many links", sample => new { sample.Page, Sample.Email, SignInPath = "/login", RetryAfter = Sample.Wait }),
        PageState.Says("recovery.used", "Link used", sample => new(sample.T["recovery.used-title"], sample.T["recovery.used-lead"])
        {
            Icon = IconName.Clock,
            Tone = Tone.Warning,
            Actions = [new(sample.Page.To("/login"), sample.T["common.sign-in"]), new(sample.Page.To("/recover"), sample.T["recovery.again"])],
        }),
        PageState.Says("recovery.unknown", "Link does not work", sample => new(sample.T["recovery.unknown-title"], sample.T["recovery.unknown-lead"])
        {
            Icon = IconName.Broken,
            Actions = [new(sample.Page.To("/recover"), sample.T["recovery.again"])],
        }),
        PageState.Says("recovery.locked", "Account locked", sample => new(sample.T["sign-in.locked"], sample.T["sign-in.locked-hint", sample.Page.Brand.ServiceName])
        {
            Icon = IconName.Lock,
            Tone = Tone.Warning,
            Actions = [new(sample.Page.To("/login"), sample.T["common.sign-in"])],
        }),
        PageState.Says("recovery.deleted", "Account deleted", sample => new(sample.T["unusable-deleted.title"], sample.T["unusable-deleted.lead", sample.UserId, sample.Page.Brand.ServiceName])
        {
            Icon = IconName.Trash,
            Tone = Tone.Warning,
            Actions = [new(sample.Page.To("/login"), sample.T["common.sign-in"])],
        }),
        Dispute("dispute", "Take the account back", sample => new() { Username = "quentin", What = (NoticeKind.PasswordChanged, sample.Ago(hours: 3)), Address = Sample.Email }),
        Dispute("dispute.everything", "Take the account back, everything at stake", sample => new()
        {
            Username = "quentin",
            What = (NoticeKind.EmailRemoved, sample.Ago(hours: 3)),
            Address = Sample.Email,
            Returns = true,
            RemovesAddresses = true,
            RemovesPasskeys = true,
            EndsSecondStep = true,
        }),
        Dispute("dispute.signed-in", "Take the account back while signed in", _ => new() { Username = "quentin" }),
        Over("dispute.used", "Link to take it back, used", "recovery.used-title", "dispute.used-lead"),
        Over("dispute.expired", "Link to take it back, expired", "recovery.expired-title", "dispute.expired-lead"),
        PageState.Says("dispute.closed", "Cannot be done here", sample => new(sample.T["dispute.closed-title"], sample.T["dispute.closed-lead", sample.Page.Brand.ServiceName])
        {
            Icon = IconName.Lock,
            Actions = [new(sample.Page.To("/account/activity"), sample.T["activity.title"])],
        }),
    ]);

    private static PageState Recover(string id, string title, RecoverView view) => PageState.Of<RecoverPage>(id, title, sample => new { sample.Page, View = view });

    private static PageState Progress(string id, string title, ProgressView view) => PageState.Of<ProgressPage>(id, title, sample => new { sample.Page, View = view });

    private static PageState Password(string id, string title, NewPasswordView view) => PageState.Of<NewPasswordPage>(id, title, sample => new { sample.Page, View = view });

    private static PageState Dispute(string id, string title, Func<Sample, DisputeView> view) => PageState.Of<DisputePage>(id, title, sample => new { sample.Page, View = view(sample) });

    private static PageState Over(string id, string title, string heading, string lead) => PageState.Says(id, title, sample => new(sample.T[heading], sample.T[lead])
    {
        Icon = IconName.Clock,
        Tone = Tone.Warning,
        Actions = [new(sample.Page.To("/recover"), sample.T["mail.notice.recover"]), new(sample.Page.To("/login"), sample.T["common.sign-in"])],
    });
}
