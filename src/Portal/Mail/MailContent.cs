using System.Text;
using Portal.Texts;

namespace Portal.Mail;

/// <summary>What a mail says, before it is text or HTML.</summary>
public abstract class MailContent(TextSet texts, MailBrand brand)
{
    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';

    // What is left of ten minutes when the first mail goes out is ten minutes less a moment.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    public TextSet Texts { get; } = texts;

    public MailBrand Brand { get; } = brand;

    public abstract string Subject { get; }

    /// <summary>What a list of mails shows beside the subject.</summary>
    public abstract string Preview { get; }

    public abstract string Title { get; }

    /// <summary>Greets, and says what this is about.</summary>
    public abstract string Lead { get; }

    /// <summary>Why the receiver gets this.</summary>
    public abstract string Reason { get; }

    /// <summary>What stands between the lead and the reason when the mail is plain text.</summary>
    protected abstract IEnumerable<string> Paragraphs { get; }

    /// <summary>The mail for programs that show plain text.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Lead);
        foreach (var paragraph in Paragraphs)
        {
            text.Append("\n\n").Append(paragraph);
        }

        text.Append("\n\n-- \n").Append(Reason).Append('\n');
        if (Brand.Imprint is { } imprint)
        {
            text.Append(imprint).Append('\n');
        }

        if (Brand.PolicyUri is { } policy)
        {
            text.Append(Texts["common.privacy"]).Append(": ").Append(policy.AbsoluteUri).Append('\n');
        }

        if (Brand.TosUri is { } terms)
        {
            text.Append(Texts["common.terms"]).Append(": ").Append(terms.AbsoluteUri).Append('\n');
        }

        if (Brand.Frame.FooterText is { Length: > 0 } footer)
        {
            text.Append('\n').Append(footer).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A sentence with its places filled in. From right to left, names and codes are isolated, or their neighbours would tear them apart (Unicode UAX #9 §2.4.2).</summary>
    protected string Say(string key, params string[] values) =>
        Texts[key, [.. values.Select(value => Texts.Direction == "rtl" ? $"{FirstStrongIsolate}{value}{PopIsolate}" : value)]];

    /// <summary>How long something works: whole minutes, rounded down so that no promise is broken, and at least one.</summary>
    protected string Minutes(TimeSpan lifetime) => Texts.Count("duration.minutes", Math.Max(1, (int)(lifetime + Moment).TotalMinutes));

    /// <summary>Whether a name can stand in a mail that we sign: a stranger can choose it, and "evil.example/win" would become a link.</summary>
    protected static bool IsHarmless(string username) =>
        username.Length > 0 && username.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
