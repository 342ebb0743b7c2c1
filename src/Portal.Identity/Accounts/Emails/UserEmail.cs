using Portal.Identity.Policy;

namespace Portal.Identity.Accounts.Emails;

/// <summary>An address that its owner has proven to be theirs. An account may have several; none is first among them.</summary>
public sealed class UserEmail
{
    /// <summary>How long an account must have had an address before that can take the account back from whoever changed something.</summary>
    public static readonly TimeSpan EstablishedAfter = TimeSpan.FromDays(30);

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
    /// <summary>An address that was removed is the account's again, and as old as it was.</summary>
    public static UserEmail Returned(FormerEmail former) => new()
    {
        Id = former.Id,
        UserId = former.UserId,
        Address = former.Address,
        NormalizedAddress = former.NormalizedAddress,
        CreatedAt = former.CreatedAt,
    };

    /// <summary>Whether the account has had it since the registration, or for long: whoever took the account over lately has no such address.</summary>
    public bool IsEstablished(PortalUser owner, DateTimeOffset now) => CreatedAt <= owner.CreatedAt || now - CreatedAt >= EstablishedAfter;
}
