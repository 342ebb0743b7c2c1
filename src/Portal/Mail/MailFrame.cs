namespace Portal.Mail;

/// <summary>What a theme puts around the words of every mail.</summary>
public sealed record MailFrame
{
    /// <summary>Nothing.</summary>
    public static MailFrame None { get; } = new();

    /// <summary>Between the name of the service and what the mail says.</summary>
    public MailPart? Header { get; init; }

    /// <summary>Behind everything, the reason for the mail included.</summary>
    public MailPart? Footer { get; init; }

    /// <summary>What the footer says where a mail is plain text; if none was written, the words of <see cref="Footer"/>.</summary>
    public string? FooterText
    {
        get => field ?? Footer?.ToText();
        init;
    }
}
