using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passwords;
using Portal.Pages.Account;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Account.Password;

namespace Portal.Gallery.States;

/// <summary>A new password, and the proof of who one is that comes before such changes.</summary>
internal static class PasswordStates
{
    private static readonly ConfirmView ByPassword = new(new ProofWays(Password: true, Code: false, Passkey: false, Elsewhere: false), []) { OtherPath = AccountPlaces.Confirm };
    private static readonly ConfirmView ByTwoSteps = ByPassword with { Ways = new ProofWays(Password: true, Code: true, Passkey: false, Elsewhere: false) };
    private static readonly ConfirmView ByPasskey = new(new ProofWays(Password: true, Code: false, Passkey: true, Elsewhere: false), []) { Passkey = Sample.Question, OtherWayPath = AccountPlaces.Confirm };

    public static GalleryArea Area { get; } = new("password", "Password and proof",
    [
        Change("password-change", "Change the password", new()),
        Change("password-change.errors", "Wrong, and weak", new()
        {
            EndSessions = true,
            Problems =
            [
                new("current_password", FormProblemCodes.Required),
                new("password", FormProblemCodes.Weak) { Estimate = new PasswordEstimate(1, IsAccepted: false) { Reason = PasswordWeakness.PredictableSubstitution, Idea = PasswordIdea.UseSeveralUncommonWords } },
            ],
        }),
        Change("password-change.wrong", "Wrong password", new() { Problems = [new("current_password", "wrong")] }),
        Change("password-change.limited", "Too many tries", new() { RetryAfter = Sample.Wait }),
        Change("password-change.not-allowed", "Not allowed here", new() { Obstacle = new ChangePasswordOutcome.NotAllowed() }),
        Change("password-change.no-password", "The account has none", new() { Obstacle = new ChangePasswordOutcome.NoPassword() }),
        Changed("password-changed", "Changed", endedOthers: false, hasPasskeys: false),
        Changed("password-changed.everywhere", "Changed, signed out elsewhere", endedOthers: true, hasPasskeys: false),
        Changed("password-changed.with-passkeys", "Changed, passkeys go on", endedOthers: false, hasPasskeys: true),
        Confirm("confirm", "Confirm by password", ByPassword),
        Confirm("confirm.missing", "No password", ByPassword with { Error = "confirm.missing" }),
        Confirm("confirm.wrong", "Wrong password", ByPassword with { Error = "confirm.wrong" }),
        Confirm("confirm.limited", "Too many tries", ByPassword with { RetryAfter = Sample.Wait }),
        Confirm("confirm.two-steps", "Confirm by two steps", ByTwoSteps),
        Confirm("confirm.two-steps-wrong", "Wrong code", ByTwoSteps with { CodeError = "second-step.wrong" }),
        Confirm("confirm.recovery-code", "Confirm by a recovery code", ByTwoSteps with { ByRecoveryCode = true }),
        Confirm("confirm.passkey", "Confirm by passkey", ByPasskey),
        Confirm("confirm.passkey-refused", "Passkey refused", ByPasskey with { IsPasskeyRefused = true }),
        Confirm("confirm.sign-in", "Confirm by signing in again", new(new ProofWays(Password: false, Code: false, Passkey: false, Elsewhere: true), [])),
        PageState.Of<ConfirmPage>("confirm.long-name", "Confirm, long name", sample => new { Page = sample.PageOf(sample.LongPerson), Person = sample.LongPerson, View = ByPassword }),
    ]);

    private static PageState Change(string id, string title, ChangePasswordView view) =>
        PageState.Of<ChangePasswordPage>(id, title, sample => new { sample.Page, sample.Person, View = view }) with { At = AccountPlaces.Password };

    private static PageState Changed(string id, string title, bool endedOthers, bool hasPasskeys) =>
        PageState.Of<PasswordChangedPage>(id, title, sample => new { sample.Page, sample.Person, EndedOthers = endedOthers, HasPasskeys = hasPasskeys }) with { At = AccountPlaces.Password };

    private static PageState Confirm(string id, string title, ConfirmView view) => PageState.Of<ConfirmPage>(id, title, sample => new { sample.Page, sample.Person, View = view });
}
