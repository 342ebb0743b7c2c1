using System.Globalization;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Sessions;
using Portal.Texts;

namespace Portal.Mail;

/// <summary>What a mail says that tells of a change to an account.</summary>
public sealed class NoticeContent : MailContent
{
    /// <param name="recovery">Where a new password can be had; none if mails cannot do that here.</param>
    public NoticeContent(NoticeMail mail, TextSet texts, MailBrand brand, Uri? recovery)
        : base(texts, brand)
    {
        var text = TextOf(mail.Kind);
        Title = texts[TitleOf(mail.Kind)];
        Subject = Say("mail.notice.subject", Title, brand.ServiceName);
        var isFinal = mail is { Kind: NoticeKind.AccountDeactivated, Detail: null };
        Lead = Say(isFinal ? $"{text}.lead-final" : $"{text}.lead", mail.Account, DetailOf(mail, texts));
        Preview = Lead;
        Reason = Say("mail.notice.reason", brand.ServiceName);
        (NotMe, NotMeLink) = (mail.TakeBack, recovery) switch
        {
            _ when isFinal => (Say("mail.notice.not-me-tell", brand.ServiceName), default(MailLink?)), // nothing is left that a link could give back
            ({ } takeBack, _) => (texts["mail.notice.not-me-take-back", texts.Duration(DisputeTicket.Lifetime)], new MailLink(texts[mail.Kind is NoticeKind.EmailAdded or NoticeKind.EmailRemoved ? "mail.notice.undo" : "mail.notice.take-back"], takeBack)),
            (_, { } forgotten) => (texts["mail.notice.not-me-recover"], new MailLink(texts["mail.notice.recover"], forgotten)),
            _ => (Say("mail.notice.not-me-tell", brand.ServiceName), default(MailLink?)),
        };
        Facts = [.. FactsOf(mail, texts)];
    }

    public override string Subject { get; }

    public override string Preview { get; }

    public override string Title { get; }

    public override string Lead { get; }

    public override string Reason { get; }

    /// <summary>When it happened, and from where.</summary>
    public IReadOnlyList<MailFact> Facts { get; }

    public string NotMeTitle => Texts["mail.notice.not-me"];

    /// <summary>What to do when it was somebody else.</summary>
    public string NotMe { get; }

    public MailLink? NotMeLink { get; }

    protected override IEnumerable<string> Paragraphs =>
    [
        string.Join('\n', Facts.Select(fact => $"{fact.Name}: {fact.Value}")),
        $"{NotMeTitle}\n{NotMe}{(NotMeLink is { } link ? $"\n{link.Uri.AbsoluteUri}" : "")}",
    ];

    /// <summary>Key of the sentence that says what happened.</summary>
    public static string TitleOf(NoticeKind kind) => $"{TextOf(kind)}.title";

    private static string TextOf(NoticeKind kind) => kind switch
    {
        NoticeKind.NewBrowser => "mail.new-browser",
        NoticeKind.NewNetwork => "mail.new-network",
        NoticeKind.PasswordChanged => "mail.password-changed",
        NoticeKind.PasswordReset => "mail.password-reset",
        NoticeKind.EmailAdded => "mail.email-added",
        NoticeKind.EmailRemoved => "mail.email-removed",
        NoticeKind.SecondFactorEnabled => "mail.second-step-on",
        NoticeKind.SecondFactorDisabled => "mail.second-step-off",
        NoticeKind.SecondFactorGuessed => "mail.second-step-guessed",
        NoticeKind.RecoveryCodeUsed => "mail.recovery-code-used",
        NoticeKind.RecoveryCodesReplaced => "mail.recovery-codes-replaced",
        NoticeKind.AccountTakenBack => "mail.account-taken-back",
        NoticeKind.AccountDeactivated => "mail.account-deactivated",
        NoticeKind.AccessTokenMade => "mail.access-token-made",
        NoticeKind.AccessTokenEnded => "mail.access-token-ended",
        NoticeKind.AppPasswordMade => "mail.app-password-made",
        NoticeKind.AppPasswordEnded => "mail.app-password-ended",
        NoticeKind.PasskeyAdded => "mail.passkey-added",
        NoticeKind.PasskeyRemoved => "mail.passkey-removed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string DetailOf(NoticeMail mail, TextSet texts) =>
        mail.Kind == NoticeKind.AccountDeactivated && DateOnly.TryParseExact(mail.Detail, "o", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? texts.Day(day)
            : mail.Detail ?? "";

    private static IEnumerable<MailFact> FactsOf(NoticeMail mail, TextSet texts)
    {
        // In a line of its own: what somebody typed must not pass for our words.
        if (mail is { Kind: NoticeKind.AccessTokenMade or NoticeKind.AccessTokenEnded or NoticeKind.AppPasswordMade or NoticeKind.AppPasswordEnded or NoticeKind.PasskeyAdded or NoticeKind.PasskeyRemoved, Detail: { } name })
        {
            yield return new(texts["mail.notice.name"], name);
        }

        yield return new(texts["mail.notice.when"], texts.Exactly(mail.HappenedAt));
        if (texts.NameOf(UserAgent.Parse(mail.UserAgent)) is { } device)
        {
            yield return new(texts["mail.notice.device"], device);
        }

        if (mail.IpAddress is { } address)
        {
            yield return new(texts["mail.notice.address"], address);
        }
    }
}

/// <summary>Something that a mail says in a line of its own.</summary>
public sealed record MailFact(string Name, string Value);

/// <summary>Where a mail leads.</summary>
public sealed record MailLink(string Text, Uri Uri);
