using Portal.Identity.Accounts;

namespace Portal.Mail;

/// <summary>One way out of the house. There is no second to fall back to: which one is used is the operator's word.</summary>
internal interface IMailTransport
{
    /// <summary>Returns when somebody else has taken responsibility for the mail.</summary>
    /// <exception cref="MailRefusedException">Nobody took it.</exception>
    /// <exception cref="IOException">The connection broke; whether the mail arrived is not known.</exception>
    /// <exception cref="TimeoutException">It took longer than a minute.</exception>
    Task SendAsync(MailEnvelope envelope, CancellationToken cancellationToken);
}
