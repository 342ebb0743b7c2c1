using Portal.Components.Icons;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Pages.Account;
using Portal.Pages.Account.Emails;
using Portal.Pages.Account.Profile;

namespace Portal.Gallery.States;

/// <summary>The name, and the addresses.</summary>
internal static class ProfileStates
{
    private static readonly ProfileView Usual = new() { DisplayName = "Quentin Demo", CanChange = true };
    private static readonly EmailCodeView Code = new() { Address = Sample.Email, Lifetime = TimeSpan.FromMinutes(10) };

    private static readonly AccountSummary Summary = new()
    {
        Browsers = 1,
        Apps = 2,
        Unused = 0,
        Emails = [Sample.Email],
        HasPassword = true,
        CanChangePassword = true,
        CanChangeEmails = true,
        CanDelete = true,
    };

    public static GalleryArea Area { get; } = new("profile", "Profile and addresses",
    [
        Profile("profile", "Profile", Usual),
        Profile("profile.saved", "Name saved", Usual with { Done = "profile.saved" }),
        Profile("profile.refused", "Name that cannot be shown", Usual with { DisplayName = "turned round", Error = "profile.name-invalid" }),
        Profile("profile.homeserver-away", "Homeserver did not answer", Usual with { Error = "profile.name-not-taken" }),
        Profile("profile.closed", "Nothing can be changed here", new(), Summary with { CanChangeEmails = false, CanDelete = false, Emails = [] }),
        PageState.Of<ProfilePage>("profile.long-name", "Long name", sample => new
        {
            Page = sample.PageOf(sample.LongPerson),
            Person = sample.LongPerson,
            Summary = Summary with { Emails = [Sample.LongEmail] },
            View = Usual with { DisplayName = Sample.LongName },
        }) with { At = AccountPlaces.Profile },
        Emails("emails", "Addresses", sample => [sample.EmailOf(Sample.Email, 400), sample.EmailOf("q@example.org", 3)]),
        Emails("emails.none", "No address", _ => []),
        Emails("emails.one-needed", "One, needed for recovery", sample => [sample.EmailOf(Sample.Email, 400)], LastEmailUse.Recovery),
        Emails("emails.one-needed-to-sign-in", "One, needed to sign in", sample => [sample.EmailOf(Sample.Email, 400)], LastEmailUse.SignIn),
        Emails("emails.added", "Just added", sample => [sample.EmailOf(Sample.Email, 400), sample.EmailOf("q@example.org", 0)], done: "emails.added"),
        Emails("emails.removed", "Just removed", sample => [sample.EmailOf(Sample.Email, 400)], done: "emails.removed"),
        Emails("emails.closed", "Cannot be changed here", sample => [sample.EmailOf(Sample.Email, 400)], canChange: false),
        Emails("emails.long-address", "Long address", sample => [sample.EmailOf(Sample.LongEmail, 400), sample.EmailOf(Sample.Email, 9)]),
        Add("email-add", "Add an address", new()),
        Add("email-add.missing", "No address", new() { Error = "problem.email.required" }),
        Add("email-add.unfinished", "Address unfinished", new() { Address = "quentin@", Error = "problem.email.invalid" }),
        Add("email-add.own", "Has it already", new() { Address = Sample.Email, Error = "emails.own" }),
        Add("email-add.too-many", "Has too many", new() { Address = "another@example.com", Error = "emails.too-many" }),
        Add("email-add.limited", "Too many codes", new() { Address = "another@example.com", RetryAfter = Sample.Wait }),
        EnterCode("email-code", "Code by email", Code),
        EnterCode("email-code.missing", "No code", Code with { Error = "verify.missing" }),
        EnterCode("email-code.wrong", "Wrong code", Code with { Error = "verify.wrong" }),
        EnterCode("email-code.expired", "Old code", Code with { Error = "verify.expired" }),
        EnterCode("email-code.resent", "New code sent", Code with { Resent = true }),
        EnterCode("email-code.limited", "Too many codes", Code with { RetryAfter = Sample.Wait }),
        PageState.Says("email-code.in-use", "Address has an account", sample => new(sample.T["emails.in-use-title"], sample.T["emails.in-use-lead"])
        {
            Name = Sample.Email,
            Icon = IconName.Mail,
            Actions = [new(sample.Page.To(EmailPlaces.List), sample.T["emails.back"])],
        }),
        Remove("email-remove", "Remove an address", null),
        Remove("email-remove.kept", "Needed for recovery", LastEmailUse.Recovery),
        Remove("email-remove.kept-to-sign-in", "Needed to sign in", LastEmailUse.SignIn),
        PageState.Says("email-add.closed", "Cannot be changed here", sample => new(sample.T["emails.closed-title"], sample.T["emails.closed-lead", sample.Page.Brand.ServiceName])
        {
            Icon = IconName.Lock,
            Actions = [new(sample.Page.To(EmailPlaces.List), sample.T["emails.back"])],
        }),
    ]);

    private static PageState Profile(string id, string title, ProfileView view, AccountSummary? summary = null) =>
        PageState.Of<ProfilePage>(id, title, sample => new { sample.Page, sample.Person, Summary = summary ?? Summary, View = view }) with { At = AccountPlaces.Profile };

    private static PageState Emails(string id, string title, Func<Sample, IReadOnlyList<UserEmail>> emails, LastEmailUse? lastIsFor = null, string? done = null, bool canChange = true) =>
        PageState.Of<EmailsPage>(id, title, sample => new { sample.Page, sample.Person, Emails = emails(sample), sample.Now, CanChange = canChange, LastIsFor = lastIsFor, Done = done }) with { At = EmailPlaces.List };

    private static PageState Add(string id, string title, AddEmailView view) => PageState.Of<AddEmailPage>(id, title, sample => new { sample.Page, sample.Person, View = view }) with { At = EmailPlaces.Add };

    private static PageState EnterCode(string id, string title, EmailCodeView view) => PageState.Of<EmailCodePage>(id, title, sample => new { sample.Page, sample.Person, View = view }) with { At = EmailPlaces.List };

    private static PageState Remove(string id, string title, LastEmailUse? keptFor) =>
        PageState.Of<RemoveEmailPage>(id, title, sample => new { sample.Page, sample.Person, Address = Sample.Email, KeptFor = keptFor }) with { At = EmailPlaces.List };
}
