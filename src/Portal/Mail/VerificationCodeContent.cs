using System.Text;
using Portal.Identity.Accounts;

namespace Portal.Mail;

/// <summary>What the mail with a code says, before it is text or HTML.</summary>
public sealed class VerificationCodeContent
{
    public VerificationCodeContent(VerificationCodeMail mail, MailBrand brand)
    {
        Texts = MailTexts.For(mail.Language);
        Brand = brand;
        Code = Grouped(mail.Code);
        Subject = Texts.CodeSubject(Code, brand.ServiceName);
        Lead = Texts.CodeLead(IsHarmless(mail.Username) ? mail.Username : null, mail.Lifetime);
        Preview = Texts.CodePreview(mail.Lifetime);
        Warning = Texts.CodeWarning(brand.ServiceName);
        Reason = Texts.CodeReason(brand.ServiceName);
    }

    public MailTexts Texts { get; }

    public MailBrand Brand { get; }

    /// <summary>In two halves, as the page takes it.</summary>
    public string Code { get; }

    public string Subject { get; }

    public string Lead { get; }

    public string Preview { get; }

    public string Warning { get; }

    public string Reason { get; }

    /// <summary>The mail for programs that show plain text.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(Lead).Append("\n\n").Append(Code).Append("\n\n").Append(Warning).Append("\n\n-- \n").Append(Reason).Append('\n');
        if (Brand.Imprint is { } imprint)
        {
            text.Append(imprint).Append('\n');
        }

        if (Brand.PolicyUri is { } policy)
        {
            text.Append(Texts.Privacy).Append(": ").Append(policy.AbsoluteUri).Append('\n');
        }

        if (Brand.TosUri is { } terms)
        {
            text.Append(Texts.Terms).Append(": ").Append(terms.AbsoluteUri).Append('\n');
        }

        return text.ToString();
    }

    private static string Grouped(string code) => code.Length == 6 ? $"{code[..3]} {code[3..]}" : code;

    // A stranger can choose the name and the address: "evil.example/win" would become a link in a mail that we sign.
    private static bool IsHarmless(string username) =>
        username.Length > 0 && username.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
