using Portal.Identity.Accounts.Emails;
using Portal.Texts;

namespace Portal.Mail;

/// <summary>What the mail with a code says.</summary>
public sealed class VerificationCodeContent : MailContent
{
    public VerificationCodeContent(VerificationCodeMail mail, TextSet texts, MailBrand brand)
        : base(texts, brand)
    {
        var lifetime = Minutes(mail.Lifetime);
        Code = mail.Code.Length == 6 ? $"{mail.Code[..3]} {mail.Code[3..]}" : mail.Code;
        Subject = Say("mail.code.subject", Code, brand.ServiceName);
        Lead = IsHarmless(mail.Username) ? Say("mail.code.lead", mail.Username, lifetime) : Say("mail.code.lead-nobody", lifetime);
        Preview = Say("mail.code.preview", lifetime);
        Warning = Say("mail.code.warning", brand.ServiceName);
        Reason = Say("mail.code.reason", brand.ServiceName);
    }

    /// <summary>In two halves, as the page takes it.</summary>
    public string Code { get; }

    public override string Subject { get; }

    public override string Preview { get; }

    public override string Title => Texts["mail.code.title"];

    public override string Lead { get; }

    public string Warning { get; }

    public override string Reason { get; }

    protected override IEnumerable<string> Paragraphs => [Code, Warning];
}
