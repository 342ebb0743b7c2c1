using System.Globalization;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Mail;

namespace Portal.Gallery.States;

/// <summary>Every mail.</summary>
internal static class MailStates
{
    private static readonly Uri Link = new("https://account.example.org/recover/sample");

    public static GalleryArea Area { get; } = new("mails", "Mails",
    [
        Code("mail.code", "Code", "quentin"),
        Code("mail.code-nobody", "Code for nobody yet", ""),
        Recovery("mail.recovery", "Link to a new password", sample => sample.UserId),
        Recovery("mail.recovery-long-name", "Link to a new password, long name", sample => sample.Page.Brand.UserIdOf(sample.LongPerson.Username)),
        .. Enum.GetValues<NoticeKind>().Select(kind => Notice($"mail.{NameOf(kind)}", TitleOf(kind), kind)),
        Notice("mail.account-deactivated-for-good", "Account deactivated for good", NoticeKind.AccountDeactivated, detail: (_, _) => null),
        Notice("mail.password-changed-undo", "Password changed, with a way back", NoticeKind.PasswordChanged, takeBack: Link),
        Notice("mail.email-removed-undo", "Email removed, with a way back", NoticeKind.EmailRemoved, takeBack: Link),
        Notice("mail.new-browser-nobody-knows", "New browser, nothing known of it", NoticeKind.NewBrowser, isKnown: false),
        Notice("mail.access-token-made-long-name", "Access token made, long name", NoticeKind.AccessTokenMade, detail: (_, _) => Sample.LongName + " " + Sample.LongWord),
        MailState.Of<NoticeBody>("mail.password-changed-no-recovery", "Password changed, no recovery here", sample => new NoticeContent(Mail(sample, NoticeKind.PasswordChanged, null, isKnown: true), sample.T, sample.MailBrand, recovery: null)),
    ]);

    private static MailState Code(string id, string title, string username) => MailState.Of<VerificationCodeBody>(
        id, title, sample => new VerificationCodeContent(new VerificationCodeMail(Sample.Email, username, "204816", TimeSpan.FromMinutes(10), sample.T.Language, Sample.Id(30)), sample.T, sample.MailBrand));

    private static MailState Recovery(string id, string title, Func<Sample, string> account) => MailState.Of<RecoveryBody>(
        id, title, sample => new RecoveryContent(new RecoveryLinkMail(Sample.Email, sample.Person.Username, account(sample), Link, TimeSpan.FromMinutes(10), sample.T.Language, Sample.Id(30)), sample.T, sample.MailBrand));

    private static MailState Notice(string id, string title, NoticeKind kind, Func<Sample, NoticeKind, string?>? detail = null, Uri? takeBack = null, bool isKnown = true) =>
        MailState.Of<NoticeBody>(id, title, sample => new NoticeContent(Mail(sample, kind, (detail ?? DetailOf)(sample, kind), isKnown) with { TakeBack = takeBack }, sample.T, sample.MailBrand, Link));

    private static NoticeMail Mail(Sample sample, NoticeKind kind, string? detail, bool isKnown) => new(
        Sample.Email, sample.Person.Username, sample.UserId, kind, detail, sample.Ago(minutes: 2), isKnown ? Sample.Laptop : null, isKnown ? "203.0.113.7" : null, sample.T.Language, Sample.Id(31));

    private static string? DetailOf(Sample sample, NoticeKind kind) => kind switch
    {
        NoticeKind.EmailAdded or NoticeKind.EmailRemoved => "q@example.org",
        NoticeKind.AccountDeactivated => DateOnly.FromDateTime(sample.Now.AddDays(30).UtcDateTime).ToString("o", CultureInfo.InvariantCulture),
        NoticeKind.AccessTokenMade or NoticeKind.AccessTokenEnded => "Weather bot",
        NoticeKind.AppPasswordMade or NoticeKind.AppPasswordEnded => "Old phone",
        NoticeKind.PasskeyAdded or NoticeKind.PasskeyRemoved => "Google Password Manager",
        _ => null,
    };

    // EmailAdded → email-added
    private static string NameOf(NoticeKind kind) => string.Concat(kind.ToString().Select((letter, index) => char.IsUpper(letter) && index > 0 ? "-" + letter : letter.ToString())).ToLowerInvariant();

    private static string TitleOf(NoticeKind kind) => NameOf(kind).Replace('-', ' ') is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest : "";
}
