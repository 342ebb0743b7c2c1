using Portal.Components.Icons;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passwords;
using Portal.Pages.Register;

namespace Portal.Gallery.States;

/// <summary>Creating an account, step by step.</summary>
internal static class RegisterStates
{
    private static readonly RegistrationProgress First = new(RegistrationStep.Account, 1, 3);
    private static readonly RegistrationProgress Second = new(RegistrationStep.Email, 2, 3);
    private static readonly RegisterView Usual = new() { EmailRequired = true, WithPasskeys = true, Progress = First };
    private static readonly CodeView Code = new() { Address = Sample.Email, Lifetime = TimeSpan.FromMinutes(10), Progress = Second, BackPath = "/register/password" };

    // So easy that the browser has it at once.
    private static readonly CaptchaView Proof = new(null, null, "sample", 1);

    public static GalleryArea Area { get; } = new("register", "Create an account",
    [
        Register("register", "Create an account", Usual),
        Register("register.filled", "Filled in", Usual with { Username = "quentin", Email = Sample.Email, TermsAccepted = true }),
        Register("register.long-name", "Long name and address", Usual with { Username = "maximiliane.konstantinopolitanskaya-featherstonehaugh", Email = Sample.LongEmail }),
        Register("register.without-email", "Without email and passkeys", new RegisterView()),
        Register("register.errors", "Everything missing", Usual with
        {
            Problems =
            [
                new("username", FormProblemCodes.Required), new("email", FormProblemCodes.Required), new("password", FormProblemCodes.Required), new("accept_terms", FormProblemCodes.Required),
            ],
        }),
        Register("register.weak-password", "Weak password", Usual with
        {
            Username = "quentin",
            Email = Sample.Email,
            TermsAccepted = true,
            Problems = [new("password", FormProblemCodes.Weak) { Estimate = new PasswordEstimate(1, IsAccepted: false) { Reason = PasswordWeakness.CommonPassword, Idea = PasswordIdea.UseSeveralUncommonWords } }],
        }),
        Register("register.email-unfinished", "Email unfinished", Usual with { Username = "quentin", Email = "quentin@example", Problems = [new("email", FormProblemCodes.Invalid)] }),
        Register("register.name-taken", "Name taken, with ideas", Usual with
        {
            Username = "quentin",
            Email = Sample.Email,
            Problems = [new("username", FormProblemCodes.Exists) { Suggestions = ["quentin-demo", "quentin1987", "quentin.d"] }],
        }),
        Register("register.homeserver-away", "Homeserver does not answer", Usual with { Username = "quentin", Problems = [new("username", FormProblemCodes.Unanswered)] }),
        Register("register.limited", "Too many accounts", Usual with { Username = "quentin", Email = Sample.Email, RetryAfter = Sample.Wait }),
        Register("register.proof-of-work", "With the check for robots", Usual with { Captcha = Proof }),
        Register("register.proof-of-work-failed", "Check for robots failed", Usual with { Username = "quentin", Captcha = Proof, Problems = [new("captcha", FormProblemCodes.Failed)] }),
        PageState.Of<RegisterPage>("register.for-an-app", "Create an account for an app", sample => new { sample.Page, View = Usual, Sample.App }),
        PageState.Says("register.closed", "Registration closed", sample => new(sample.T["register.closed"], sample.T["register.closed-hint", sample.Page.Brand.ServiceName])
        {
            Actions = [new(sample.Page.To("/login"), sample.T["common.sign-in"])],
        }),
        Token("token", "Invitation code", new() { SignInPath = "/login" }),
        Token("token.wrong", "Wrong invitation code", new() { Typed = "wrong", ErrorCode = FormProblemCodes.Invalid, SignInPath = "/login" }),
        Token("token.limited", "Too many invitation codes", new() { Typed = "wrong", RetryAfter = Sample.Wait, SignInPath = "/login" }),
        PageState.Says("token.spent", "Invitation code stopped working", sample => new(sample.T["token-spent.title"], sample.T["token-spent.lead"])
        {
            Icon = IconName.Clock,
            Tone = Components.Feedback.Tone.Warning,
            Actions = [new(sample.Page.To("/register"), sample.T["token-spent.another"]), new(sample.Page.To("/register"), sample.T["common.start-over"])],
        }),
        Invitation("invitation", "Invitation", "Ada Lovelace"),
        Invitation("invitation.from-nobody", "Invitation from nobody in particular", null),
        Invitation("invitation.long-name", "Invitation, long name", Sample.LongName),
        Invitation("invitation.right-to-left-name", "Invitation, name from right to left", Sample.RightToLeftName),
        PageState.Says("invitation.invalid", "Invitation does not work", sample => new(sample.T["invite.invalid"], sample.T["invite.invalid-lead"])
        {
            Icon = IconName.Broken,
            Tone = Components.Feedback.Tone.Warning,
            Actions = [new(sample.Page.To("/register"), sample.T["invite.type"]), new(sample.Page.To("/login"), sample.T["common.sign-in"])],
        }),
        Verify("verify-email", "Code by email", Code),
        Verify("verify-email.missing", "No code", Code with { Error = "verify.missing" }),
        Verify("verify-email.wrong", "Wrong code", Code with { Error = "verify.wrong" }),
        Verify("verify-email.expired", "Old code", Code with { Error = "verify.expired" }),
        Verify("verify-email.resent", "New code sent", Code with { Resent = true }),
        Verify("verify-email.limited", "Too many codes", Code with { RetryAfter = Sample.Wait }),
        Verify("verify-email.long-address", "Long address", Code with { Address = Sample.LongEmail }),
        PageState.Says("verify-email.in-use", "Address has an account", sample => new(sample.T["email-in-use.title"], sample.T["email-in-use.lead"])
        {
            Name = Sample.Email,
            Icon = IconName.Mail,
            Actions = [new(sample.Page.To("/login"), sample.T["common.sign-in"]), new(sample.Page.To("/register"), sample.T["common.start-over"])],
        }),
        Taken("name-taken", "Name taken meanwhile", null),
        Taken("name-taken.again", "The next one is taken too", new("username", FormProblemCodes.Exists) { Suggestions = ["quentin-demo", "quentin.d"] }),
        Taken("name-taken.limited", "Too many names", null, Sample.Wait),
        Name("display-name", "Display name", "", null),
        Name("display-name.required", "Display name missing", "", FormProblemCodes.Required),
        Name("display-name.invalid", "Display name too long", Sample.LongName, FormProblemCodes.Invalid),
        Passkey("register-passkey", "Passkey in place of a password", isRefused: false),
        Passkey("register-passkey.refused", "Passkey refused", isRefused: true),
        StartOver("register.expired", "Took too long", "registration-expired"),
        StartOver("register.other-browser", "Opened in another browser", "other-browser"),
        PageState.Says("register.finish-later", "Homeserver away at the end", sample => new(sample.T["finish-later.title"], sample.T["finish-later.lead"])
        {
            Icon = IconName.Clock,
            Tone = Components.Feedback.Tone.Warning,
            Actions = [new(sample.Page.To("/register"), sample.T["finish-later.again"])],
        }),
    ]);

    private static PageState Register(string id, string title, RegisterView view) => PageState.Of<RegisterPage>(id, title, sample => new { sample.Page, View = view });

    private static PageState Token(string id, string title, TokenView view) => PageState.Of<TokenPage>(id, title, sample => new { sample.Page, View = view });

    private static PageState Invitation(string id, string title, string? by) => PageState.Of<InvitationPage>(id, title, sample => new { sample.Page, InvitedBy = by, EmailRequired = true, SignInPath = "/login" });

    private static PageState Verify(string id, string title, CodeView view) => PageState.Of<VerifyEmailPage>(id, title, sample => new { sample.Page, View = view });

    private static PageState Taken(string id, string title, FormProblem? problem, TimeSpan? wait = null) =>
        PageState.Of<NameTakenPage>(id, title, sample => new { sample.Page, Username = "quentin", Problem = problem, RetryAfter = wait });

    private static PageState Name(string id, string title, string typed, string? error) =>
        PageState.Of<DisplayNamePage>(id, title, sample => new { sample.Page, Progress = new RegistrationProgress(RegistrationStep.Name, 3, 3), Typed = typed, ErrorCode = error });

    private static PageState Passkey(string id, string title, bool isRefused) => PageState.Of<RegisterPasskeyPage>(id, title, sample => new
    {
        sample.Page,
        Progress = new RegistrationProgress(RegistrationStep.Passkey, 3, 3),
        Sample.Question,
        StartPath = "/register/password",
        IsRefused = isRefused,
    });

    private static PageState StartOver(string id, string title, string text) => PageState.Says(id, title, sample => new(sample.T[$"{text}.title"], sample.T[$"{text}.lead"])
    {
        Icon = IconName.Clock,
        Tone = Components.Feedback.Tone.Warning,
        Actions = [new(sample.Page.To("/register/password"), sample.T["common.start-over"])],
    });
}
