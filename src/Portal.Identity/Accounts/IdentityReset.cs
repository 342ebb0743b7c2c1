using Microsoft.Extensions.Logging;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Lets the apps of a person who has lost every device replace their cryptographic identity (flows contract, section 9.11).</summary>
/// <remarks>The keys are the homeserver's and the apps'; here is decided only that they may be replaced, for ten minutes.</remarks>
public sealed partial class IdentityReset(
    PortalDbContext database, Storage storage, BrowserSessions sessions, IHomeserver homeserver, TimeProvider clock, ILogger<IdentityReset> logger)
{
    /// <summary>Whether there is an identity to reset at all.</summary>
    public bool IsPossible => homeserver.Exists;

    /// <returns><see langword="false"/>, and nothing is allowed, if the session is over or the homeserver did not take it.</returns>
    public async Task<bool> AllowAsync(SignedInPerson person, Requester requester, CancellationToken cancellationToken)
    {
        if (await sessions.FindActiveAsync(person, cancellationToken) is null)
        {
            return false;
        }

        // Before the call: what may have been allowed must be seen, also if the answer gets lost.
        await storage.WriteAsync(
            () =>
            {
                database.SecurityEvents.Add(SecurityEvent.Record(person.UserId, SecurityEvent.IdentityResetAllowed, person.BrowserSessionId, requester.AddressText, clock.GetUtcNow()));
                return Task.CompletedTask;
            },
            cancellationToken);
        try
        {
            await homeserver.AllowCrossSigningResetAsync(person.Username, cancellationToken);
            return true;
        }
        catch (HomeserverException exception)
        {
            LogNotTaken(person.UserId, exception);
            return false;
        }
    }

    [LoggerMessage(3407, LogLevel.Warning, "The homeserver did not allow the reset of the identity of user {UserId}.")]
    private partial void LogNotTaken(Guid userId, Exception exception);
}
