namespace Portal.Tests.Unit.Support;

/// <summary>When the sink encrypts.</summary>
public enum SmtpSinkMode
{
    Plain,
    StartTls,
    Tls,
}

/// <summary>What kind of mail server the sink pretends to be.</summary>
public sealed record SmtpSinkOptions
{
    public SmtpSinkMode Mode { get; init; } = SmtpSinkMode.Plain;

    /// <summary>Whoever sends must sign in with these; <see langword="null"/> to take mail from anyone.</summary>
    public (string Username, string Password)? Account { get; init; }

    /// <summary>The SASL mechanisms that are offered and understood: of PLAIN and LOGIN.</summary>
    public IReadOnlyList<string> AuthMechanisms { get; init; } = ["PLAIN", "LOGIN"];

    public bool OffersSmtpUtf8 { get; init; }
}
