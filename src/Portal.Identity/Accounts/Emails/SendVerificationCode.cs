using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Emails;

/// <summary>Mails the code of a verification. The code begins to live when the mail is first tried, not while it waits.</summary>
public sealed class SendVerificationCode(
    PortalDbContext database, Storage storage, VerificationCodes codes, IAccountMailer mailer, IOptions<AccountOptions> options, TimeProvider clock) : IOutboxHandler
{
    public const string MessageKind = "send-verification-code";

    public string Kind => MessageKind;

    public OutboxLane Lane => OutboxLane.Awaited;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var payload = message.Read<VerificationCodeMessage>();
        var (verification, code) = await storage.WriteAsync(() => PrepareAsync(message.Id, payload, cancellationToken), cancellationToken);
        if (verification is null || code is null)
        {
            return; // answered meanwhile, or gone: there is nothing left to prove
        }

        var remaining = code.ExpiresAt - clock.GetUtcNow();
        if (remaining <= TimeSpan.Zero)
        {
            throw new UndeliverableException("The code expired before its mail could be delivered.");
        }

        try
        {
            await mailer.SendVerificationCodeAsync(
                new VerificationCodeMail(verification.Address, payload.Username, codes.CodeOf(code.Id), remaining, payload.Language, message.Id), cancellationToken);
        }
        catch (MailRefusedException refused) when (refused.IsPermanent)
        {
            throw new UndeliverableException($"The mail server refused the mail for good ({refused.Code}).");
        }
    }

    private async Task<(EmailVerification? Verification, EmailVerificationCode? Code)> PrepareAsync(
        Guid messageId, VerificationCodeMessage payload, CancellationToken cancellationToken)
    {
        var verification = await database.EmailVerifications.Include(verification => verification.Codes)
            .SingleOrDefaultAsync(verification => verification.Id == payload.VerificationId, cancellationToken);
        if (verification is null or { CompletedAt: not null })
        {
            return (null, null);
        }

        var code = verification.Codes.SingleOrDefault(code => code.Id == messageId);
        if (code is null)
        {
            code = EmailVerificationCode.Send(messageId, verification.Id, clock.GetUtcNow(), options.Value.EmailCodeLifetime);
            database.Add(code);
        }

        return (verification, code);
    }
}
