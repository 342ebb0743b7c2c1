using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>What others see of a person (flows contract, section 9.2).</summary>
public sealed partial class AccountProfile(
    PortalDbContext database, Storage storage, BrowserSessions sessions, IHomeserver homeserver, DeviceLocks turns, IOptions<AccountOptions> options, ILogger<AccountProfile> logger)
{
    /// <summary>Whether people may change it.</summary>
    public bool CanChange => options.Value.DisplaynameChangeAllowed;

    /// <summary>Takes another display name, at the homeserver first: that is where others see it.</summary>
    /// <param name="typed">Nothing but white space to go by the username.</param>
    public async Task<DisplayNameOutcome> RenameAsync(SignedInPerson person, string typed, CancellationToken cancellationToken)
    {
        if (!CanChange)
        {
            return DisplayNameOutcome.NotAllowed;
        }

        var name = DisplayNames.Read(typed);
        if (name is null && !string.IsNullOrWhiteSpace(typed))
        {
            return DisplayNameOutcome.Invalid;
        }

        await using var turn = await turns.HoldAsync(person.UserId, cancellationToken); // of two names, the last is the last in both places
        if (await sessions.FindActiveAsync(person, cancellationToken) is null)
        {
            return DisplayNameOutcome.Saved;
        }

        try
        {
            await homeserver.SetDisplayNameAsync(person.Username, name, cancellationToken);
        }
        catch (HomeserverException exception)
        {
            LogNotTaken(person.UserId, exception);
            return DisplayNameOutcome.HomeserverAway;
        }

        await storage.WriteAsync(
            async () =>
            {
                if (await sessions.FindActiveAsync(person, cancellationToken) is not null)
                {
                    (await database.Users.SingleAsync(user => user.Id == person.UserId, cancellationToken)).Rename(name);
                }
            },
            cancellationToken);
        return DisplayNameOutcome.Saved;
    }

    [LoggerMessage(3406, LogLevel.Warning, "The homeserver did not take a new display name of user {UserId}; nothing was changed.")]
    private partial void LogNotTaken(Guid userId, Exception exception);
}
