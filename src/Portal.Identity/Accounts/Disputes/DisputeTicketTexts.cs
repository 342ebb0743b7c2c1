using Portal.Identity.Keys;

namespace Portal.Identity.Accounts.Disputes;

/// <summary>The texts of dispute tickets.</summary>
public sealed class DisputeTicketTexts(SecretProtector protector) : TicketTexts(protector, "dispute-tickets")
{
    /// <summary>The text of a stored ticket; none if it was made under a key that is gone.</summary>
    public string? TextOf(DisputeTicket ticket) => FindText(ticket.Id, ticket.Hash);
}
