namespace Portal.Mail;

internal sealed class EnglishMailTexts : MailTexts
{
    public override string Language => "en";

    public override string CodeTitle => "Your code";

    public override string Privacy => "Privacy";

    public override string Terms => "Terms";

    public override string CodeSubject(string code, string service) => $"{code} is your code for {service}";

    public override string CodeLead(string? username, TimeSpan lifetime) =>
        $"{(username is null ? "Hello" : $"Hello {username}")}, type this code on the page that you have open. It works for {Minutes(lifetime)}.";

    public override string CodePreview(TimeSpan lifetime) => $"It works for {Minutes(lifetime)}. Do not give it to anyone.";

    public override string CodeWarning(string service) =>
        $"Nobody from {service} will ever ask you for it. If you did not ask for a code, you need not do anything: without it, nothing happens.";

    public override string CodeReason(string service) =>
        $"You get this because someone, probably you, typed your address on {service}.";

    private static string Minutes(TimeSpan lifetime) => MinutesOf(lifetime) is var minutes and not 1 ? $"{Number(minutes)} minutes" : "1 minute";
}
