using Portal.Identity.Accounts;
using Portal.Texts;

namespace Portal.Mail;

/// <summary>What the mail with a link to a new password says.</summary>
public sealed class RecoveryContent : MailContent
{
    public RecoveryContent(RecoveryLinkMail mail, TextSet texts, MailBrand brand)
        : base(texts, brand)
    {
        var lifetime = Minutes(mail.Lifetime);
        Link = mail.Link;
        Subject = Say("mail.recovery.subject", mail.Account);
        Lead = Say("mail.recovery.lead", mail.Account, brand.ServiceName, lifetime);
        Preview = Lead;
        Reason = Say("mail.recovery.reason", brand.ServiceName);
    }

    /// <summary>Where the new password is chosen.</summary>
    public Uri Link { get; }

    public override string Subject { get; }

    public override string Preview { get; }

    public override string Title => Texts["mail.recovery.title"];

    public override string Lead { get; }

    public string Button => Texts["mail.recovery.button"];

    /// <summary>Stands above the link for those whose mail program shows no button.</summary>
    public string Copy => Texts["mail.recovery.copy"];

    public string Warning => Texts["mail.recovery.warning"];

    public override string Reason { get; }

    protected override IEnumerable<string> Paragraphs => [Link.AbsoluteUri, Warning];
}
