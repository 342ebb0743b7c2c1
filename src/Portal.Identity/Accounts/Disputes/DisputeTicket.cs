using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;

namespace Portal.Identity.Accounts.Disputes;

/// <summary>What the link "this was not me" of a notice carries: the right to take one account back, once, for whoever reads one of its addresses. Only the hash of its text is stored.</summary>
public sealed class DisputeTicket
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private DisputeTicket()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>To which it is mailed, as addresses are compared.</summary>
    public string NormalizedAddress { get; private init; } = "";

    /// <summary>What the mail tells.</summary>
    public NoticeKind Kind { get; private init; }

    public byte[] Hash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Since when it does not work any more: it was used, or another one of the account.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <param name="text">Gives the text of the ticket with that id.</param>
    public static DisputeTicket Issue(UserEmail email, NoticeKind kind, Func<Guid, string> text, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new()
        {
            Id = id,
            UserId = email.UserId,
            NormalizedAddress = email.NormalizedAddress,
            Kind = kind,
            Hash = TicketTexts.HashOf(text(id)),
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
    }

    public bool HasExpired(DateTimeOffset now) => now >= ExpiresAt;

    public void Use(DateTimeOffset now) => UsedAt ??= now;
}
