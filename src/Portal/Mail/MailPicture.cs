namespace Portal.Mail;

/// <summary>A picture that travels with a mail, so that nobody's reading is told to a server.</summary>
/// <param name="Png">The whole file.</param>
/// <param name="Width">In its own pixels.</param>
/// <param name="Height">In its own pixels.</param>
public sealed record MailPicture(byte[] Png, int Width, int Height)
{
    /// <summary>What the HTML calls it (RFC 2392).</summary>
    public const string ContentId = "logo@portal";
}
