using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;

namespace Portal.Identity.Accounts;

/// <summary>Brings mails about an account to its owner. Called by the worker, never while a person waits.</summary>
public interface IAccountMailer
{
    /// <summary>Sends a verification code (contract flows, section 13).</summary>
    /// <remarks>May be called again with the same mail after a failure: the receiver sees the same Message-ID.</remarks>
    /// <exception cref="MailRefusedException">The mail was not taken; it says whether to try again.</exception>
    /// <exception cref="IOException">The connection broke; whether the mail arrived is not known.</exception>
    /// <exception cref="TimeoutException">The mail server took too long.</exception>
    Task SendVerificationCodeAsync(VerificationCodeMail mail, CancellationToken cancellationToken);

    /// <summary>Sends a link with which a new password can be chosen (contract flows, section 7.3).</summary>
    /// <inheritdoc cref="SendVerificationCodeAsync" path="/remarks|/exception"/>
    Task SendRecoveryLinkAsync(RecoveryLinkMail mail, CancellationToken cancellationToken);

    /// <summary>Tells that something happened to an account.</summary>
    /// <inheritdoc cref="SendVerificationCodeAsync" path="/remarks|/exception"/>
    Task SendNoticeAsync(NoticeMail mail, CancellationToken cancellationToken);
}
