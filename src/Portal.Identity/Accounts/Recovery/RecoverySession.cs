using Portal.Identity.Policy;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>Somebody's wish for a new password, for whatever accounts have the address. It exists also when none has.</summary>
public sealed class RecoverySession
{
    private RecoverySession()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>As the person wrote it.</summary>
    public string Email { get; private init; } = "";

    /// <summary>As addresses are compared.</summary>
    public string NormalizedEmail { get; private init; } = "";

    public string? IpAddress { get; private init; }

    public string? UserAgent { get; private init; }

    /// <summary>The language of the page, for the mail.</summary>
    public string Language { get; private init; } = "en";

    /// <summary>What the person wanted before they found that they had forgotten the password.</summary>
    public string? Continuation { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Set by the first ticket that is used; no other one works after that.</summary>
    public DateTimeOffset? ConsumedAt { get; private set; }

    public static RecoverySession Start(EmailAddress email, RecoveryRequest request, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Email = email.Value,
        NormalizedEmail = email.Normalised,
        IpAddress = request.Requester.AddressText,
        UserAgent = request.Requester.UserAgent,
        Language = request.Language,
        Continuation = request.Continuation?.ToQuery(),
        CreatedAt = now,
    };

    public void Consume(DateTimeOffset now) =>
        ConsumedAt = ConsumedAt is null ? now : throw new InvalidOperationException("A recovery is used once.");
}
