using System.Globalization;

namespace Portal.Mail;

/// <summary>What mails say, in one language. Values are put in as they are; whoever writes HTML encodes the whole.</summary>
public abstract class MailTexts
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    private static readonly MailTexts English = new EnglishMailTexts();

    private static readonly Dictionary<string, MailTexts> Languages = new MailTexts[] { English, new GermanMailTexts(), new ArabicMailTexts() }
        .ToDictionary(texts => texts.Language, StringComparer.OrdinalIgnoreCase);

    /// <summary>The texts for a BCP 47 tag: those of its language, whatever the region; else English.</summary>
    public static MailTexts For(string tag) => Languages.GetValueOrDefault(tag.Split('-', '_')[0], English);

    /// <summary>The BCP 47 tag.</summary>
    public abstract string Language { get; }

    /// <summary>Which way the language is written, as the <c>dir</c> attribute of HTML has it.</summary>
    public virtual string Direction => "ltr";

    public abstract string CodeSubject(string code, string service);

    public abstract string CodeTitle { get; }

    /// <summary>Greets, and says what to do with the code.</summary>
    /// <param name="username"><see langword="null"/> for a greeting without a name.</param>
    /// <param name="lifetime">How long the code works.</param>
    public abstract string CodeLead(string? username, TimeSpan lifetime);

    /// <summary>What a list of mails shows beside the subject.</summary>
    public abstract string CodePreview(TimeSpan lifetime);

    public abstract string CodeWarning(string service);

    public abstract string CodeReason(string service);

    public abstract string Privacy { get; }

    public abstract string Terms { get; }

    /// <summary>Whole minutes, rounded down so that no promise is broken, and at least one.</summary>
    // What is left of ten minutes when the first mail goes out is ten minutes less a moment.
    protected static int MinutesOf(TimeSpan lifetime) => Math.Max(1, (int)(lifetime + Moment).TotalMinutes);

    protected static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
