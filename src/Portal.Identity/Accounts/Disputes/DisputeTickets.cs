using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Disputes;

/// <summary>Decides whose notices carry a link to take the account back.</summary>
/// <remarks>
/// Only those to established addresses (<see cref="UserEmail.IsEstablished"/>), so that nobody who has just added an address can undo what the
/// owner does against them; and to one that is being removed only if it can return (<see cref="FormerEmail"/>).
/// </remarks>
public sealed class DisputeTickets(PortalDbContext database, DisputeTicketTexts texts, PasswordSwitches switches)
{
    /// <summary>Makes the ticket of one mail; part of the caller's change.</summary>
    /// <param name="isLeaving">Whether the change removes the address.</param>
    /// <returns>None for a mail without such a link.</returns>
    internal DisputeTicket? TryIssue(PortalUser user, UserEmail email, NoticeKind kind, bool isLeaving, DateTimeOffset now)
    {
        if (!switches.CanRecover
            || kind == NoticeKind.AccountTakenBack // that is the owner's repair
            || !email.IsEstablished(user, now)
            || (isLeaving && !database.FormerEmails.Local.Any(former => former.Id == email.Id)))
        {
            return null;
        }

        var ticket = DisputeTicket.Issue(email, kind, texts.NewText, now);
        database.DisputeTickets.Add(ticket);
        return ticket;
    }
}
