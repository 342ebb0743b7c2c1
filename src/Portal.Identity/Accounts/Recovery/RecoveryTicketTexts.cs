using Portal.Identity.Keys;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>The texts of recovery tickets.</summary>
public sealed class RecoveryTicketTexts(SecretProtector protector) : TicketTexts(protector, "recovery-tickets")
{
    /// <summary>The text of a stored ticket; none if it was made under a key that is gone.</summary>
    public string? TextOf(RecoveryTicket ticket) => FindText(ticket.Id, ticket.Hash);
}
