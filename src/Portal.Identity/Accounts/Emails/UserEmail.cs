using Portal.Identity.Policy;

namespace Portal.Identity.Accounts.Emails;

/// <summary>An address that its owner has proven to be theirs. An account may have several; none is first among them.</summary>
public sealed class UserEmail
{
    private UserEmail()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>As the person wrote it.</summary>
    public string Address { get; private init; } = "";

    /// <summary>As addresses are compared: without regard to case.</summary>
    public string NormalizedAddress { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public static UserEmail Confirmed(Guid userId, EmailAddress address, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        Address = address.Value,
        NormalizedAddress = address.Normalised,
        CreatedAt = now,
    };
}
