namespace Portal.Identity.Accounts.Emails;

/// <summary>That a code was sent, and until when it works. The code itself is stored nowhere: it is derived from the row's id under the encryption key.</summary>
public sealed class EmailVerificationCode
{
    private EmailVerificationCode()
    {
    }

    /// <summary>The id of the outbox message that carries the code, so that a message that is sent again carries the same one.</summary>
    public Guid Id { get; private init; }

    public Guid VerificationId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    public static EmailVerificationCode Send(Guid id, Guid verificationId, DateTimeOffset now, TimeSpan lifetime) =>
        new() { Id = id, VerificationId = verificationId, CreatedAt = now, ExpiresAt = now + lifetime };
}
