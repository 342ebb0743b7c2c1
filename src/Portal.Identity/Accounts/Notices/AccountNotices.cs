using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Notices;

/// <summary>Tells people what happened to their accounts, at every address that they have there: whoever took one of them over cannot hide it from the others.</summary>
public sealed class AccountNotices(PortalDbContext database, OutboxWriter outbox, DisputeTickets tickets, TimeProvider clock)
{
    private const string FallbackLanguage = "en";

    /// <summary>Notes the mails; they leave if, and only if, the surrounding change is stored.</summary>
    /// <param name="requester">Who did it.</param>
    /// <param name="detail">See <see cref="NoticeMail"/>.</param>
    /// <remarks>Addresses that the change removes are still told, and those that it adds already: the stored ones are read, and then those that this change has put beside them.</remarks>
    public async Task AddAsync(PortalUser user, NoticeKind kind, Requester requester, string? detail, CancellationToken cancellationToken)
    {
        var stored = await database.UserEmails.AsNoTracking().Where(email => email.UserId == user.Id).ToListAsync(cancellationToken);
        var added = database.UserEmails.Local.Where(email => email.UserId == user.Id);
        var now = clock.GetUtcNow();
        foreach (var email in stored.Concat(added).DistinctBy(email => email.NormalizedAddress).ToList())
        {
            var isLeaving = kind == NoticeKind.EmailRemoved && email.Address == detail;
            outbox.Add(
                SendNotice.MessageKind,
                new NoticeMessage(email.Address, user.UserName!, kind, detail, now, requester.UserAgent, requester.AddressText, user.Language ?? FallbackLanguage)
                {
                    DisputeId = tickets.TryIssue(user, email, kind, isLeaving, now)?.Id,
                });
        }
    }

    /// <summary>The same for something that bears a name, by its owner in a browser; and notes it among what happened to the account.</summary>
    /// <param name="happened">Of <see cref="SecurityEvent"/>.</param>
    /// <param name="name">What the person calls the thing.</param>
    public async Task AddAsync(SignedInPerson person, NoticeKind kind, string happened, string name, Requester requester, CancellationToken cancellationToken)
    {
        await AddAsync(await database.Users.SingleAsync(user => user.Id == person.UserId, cancellationToken), kind, requester, name, cancellationToken);
        database.SecurityEvents.Add(SecurityEvent.Record(person.UserId, happened, person.BrowserSessionId, requester.AddressText, clock.GetUtcNow(), name));
    }
}
