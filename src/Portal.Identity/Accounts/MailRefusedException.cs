namespace Portal.Identity.Accounts;

/// <summary>A mail was not taken. The message is for the operator: it holds no address, no credential and none of the server's words.</summary>
/// <param name="message">One sentence.</param>
/// <param name="isPermanent">See <see cref="IsPermanent"/>.</param>
/// <param name="code">See <see cref="Code"/>.</param>
public sealed class MailRefusedException(string message, bool isPermanent, int code = 0) : Exception(message)
{
    /// <summary>Whether this mail will never be taken, so that trying again is pointless (RFC 5321 §4.2.1, 5yz).</summary>
    /// <remarks>A refused sign-in or a missing STARTTLS is not: an operator can mend those while the mail waits.</remarks>
    public bool IsPermanent { get; } = isPermanent;

    /// <summary>The server's reply code, or the exit code of the sendmail command; 0 if it was we who would not go on.</summary>
    public int Code { get; } = code;
}
