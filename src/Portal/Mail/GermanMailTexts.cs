namespace Portal.Mail;

internal sealed class GermanMailTexts : MailTexts
{
    public override string Language => "de";

    public override string CodeTitle => "Dein Code";

    public override string Privacy => "Datenschutz";

    public override string Terms => "Nutzungsbedingungen";

    public override string CodeSubject(string code, string service) => $"{code} ist dein Code für {service}";

    public override string CodeLead(string? username, TimeSpan lifetime) =>
        $"{(username is null ? "Hallo" : $"Hallo {username}")}, gib diesen Code auf der Seite ein, die du geöffnet hast. Er gilt {Minutes(lifetime)}.";

    public override string CodePreview(TimeSpan lifetime) => $"Er gilt {Minutes(lifetime)}. Gib ihn niemandem weiter.";

    public override string CodeWarning(string service) =>
        $"Niemand von {service} wird dich je danach fragen. Wenn du keinen Code angefordert hast, musst du nichts tun: Ohne ihn geschieht nichts.";

    public override string CodeReason(string service) =>
        $"Du bekommst diese Mail, weil jemand, vermutlich du, deine Adresse bei {service} eingegeben hat.";

    private static string Minutes(TimeSpan lifetime) => MinutesOf(lifetime) is var minutes and not 1 ? $"{Number(minutes)} Minuten" : "1 Minute";
}
