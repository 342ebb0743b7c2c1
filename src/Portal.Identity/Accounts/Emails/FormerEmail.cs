namespace Portal.Identity.Accounts.Emails;

/// <summary>An address that was removed and that the account can have back: it was established, and none of those that stayed is.</summary>
/// <remarks>Whoever takes an account over and puts an address of theirs in place of the owner's leaves this behind. Who has another established address needs it not, and gets rid of an address for good.</remarks>
public sealed class FormerEmail
{
    private FormerEmail()
    {
    }

    /// <summary>The id that the address had.</summary>
    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public string Address { get; private init; } = "";

    public string NormalizedAddress { get; private init; } = "";

    /// <summary>When its owner proved it.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset RemovedAt { get; private init; }

    public static FormerEmail Of(UserEmail email, DateTimeOffset now) => new()
    {
        Id = email.Id,
        UserId = email.UserId,
        Address = email.Address,
        NormalizedAddress = email.NormalizedAddress,
        CreatedAt = email.CreatedAt,
        RemovedAt = now,
    };

    /// <summary>Whether that time is not over: after it, an address that was added beside it is as good.</summary>
    public bool CanReturn(DateTimeOffset now) => now - RemovedAt < UserEmail.EstablishedAfter;
}
