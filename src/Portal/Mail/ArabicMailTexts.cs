namespace Portal.Mail;

/// <summary>Written from right to left. Names and codes are isolated, or their neighbours would tear them apart (Unicode UAX #9 §2.4.2).</summary>
internal sealed class ArabicMailTexts : MailTexts
{
    private const char FirstStrongIsolate = '\u2068';
    private const char LeftToRightIsolate = '\u2066';
    private const char PopIsolate = '\u2069';

    public override string Language => "ar";

    public override string Direction => "rtl";

    public override string CodeTitle => "رمزك";

    public override string Privacy => "الخصوصية";

    public override string Terms => "الشروط";

    public override string CodeSubject(string code, string service) => $"{LeftToRightIsolate}{code}{PopIsolate} هو رمزك في {Isolated(service)}";

    public override string CodeLead(string? username, TimeSpan lifetime) =>
        $"{(username is null ? "مرحبًا" : $"مرحبًا {Isolated(username)}")}، اكتب هذا الرمز في الصفحة المفتوحة لديك. وهو صالح لمدة {Minutes(lifetime)}.";

    public override string CodePreview(TimeSpan lifetime) => $"صالح لمدة {Minutes(lifetime)}. لا تعطه لأحد.";

    public override string CodeWarning(string service) =>
        $"لن يطلبه منك أحد من {Isolated(service)} أبدًا. إذا لم تطلب رمزًا فلا يلزمك فعل أي شيء: بدونه لن يحدث شيء.";

    public override string CodeReason(string service) =>
        $"وصلتك هذه الرسالة لأن شخصًا ما، وعلى الأرجح أنت، كتب عنوانك في {Isolated(service)}.";

    private static string Isolated(string value) => $"{FirstStrongIsolate}{value}{PopIsolate}";

    // The noun after a number: singular, dual, plural from 3 to 10, and singular again from 11 on, by the last two digits.
    private static string Minutes(TimeSpan lifetime) => MinutesOf(lifetime) switch
    {
        1 => "دقيقة واحدة",
        2 => "دقيقتين",
        var minutes when minutes % 100 is >= 3 and <= 10 => $"{Number(minutes)} دقائق",
        var minutes => $"{Number(minutes)} دقيقة",
    };
}
