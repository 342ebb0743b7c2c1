namespace Portal.Mail;

/// <summary>The section <c>Portal:Email</c> (contract operations, section 3.8).</summary>
internal sealed class EmailOptions
{
    public const string Section = "Portal:Email";

    /// <summary>The sender, as <c>Name &lt;address&gt;</c> or an address. Default <c>"Authentication Service" &lt;root@localhost&gt;</c>.</summary>
    public string From { get; init; } = "\"Authentication Service\" <root@localhost>";

    /// <summary>Where answers go, in the same form. Default: to the sender.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Default <see cref="MailTransportKind.None"/>.</summary>
    public MailTransportKind Transport { get; init; }

    /// <summary>Smtp only, and required there.</summary>
    public SmtpMode? Mode { get; init; }

    /// <summary>The mail server's name or IP address; its certificate must carry it. Smtp only, and required there.</summary>
    public string? Hostname { get; init; }

    /// <summary>1 to 65535. Default by <see cref="Mode"/>: 25, 587 or 465. Smtp only.</summary>
    public int? Port { get; init; }

    /// <summary>Signs in to the mail server; needs a password. Smtp only.</summary>
    public string? Username { get; init; }

    /// <summary>The password itself; excludes <see cref="PasswordFile"/>. Smtp only.</summary>
    public string? Password { get; init; }

    /// <summary>A file that holds the password, read for every mail so that it can be changed. Smtp only.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The program to start, without arguments. Default <c>sendmail</c>. Sendmail only.</summary>
    public string? Command { get; init; }
}
