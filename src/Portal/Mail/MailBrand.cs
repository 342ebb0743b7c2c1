namespace Portal.Mail;

/// <summary>Who writes the mails.</summary>
/// <param name="ServiceName">As people know it; the server name unless the operator chose another.</param>
/// <param name="Imprint">Who runs the service, one line.</param>
/// <param name="PolicyUri">The privacy policy.</param>
/// <param name="TosUri">The terms of service.</param>
public sealed record MailBrand(string ServiceName, string? Imprint = null, Uri? PolicyUri = null, Uri? TosUri = null)
{
    /// <summary>How the mails look. Default: as the product ships.</summary>
    public MailColours Colours { get; init; } = MailColours.Default;

    /// <summary>The logo, drawn 28 px high; without one, the first letter of the name.</summary>
    public MailPicture? Logo { get; init; }

    /// <summary>What stands around the words. Default: nothing.</summary>
    public MailFrame Frame { get; init; } = MailFrame.None;
}
