using Portal.Identity.Accounts.Notices;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Puts a new password in place of an account's old one; each of these is part of the caller's change.</summary>
public sealed class AccountPassword(PortalDbContext database, Storage storage, AccountSessions sessions, AccountNotices notices, TimeProvider clock)
{
    /// <summary>Until the end of the change nobody else replaces this password, or begins a session with it.</summary>
    /// <remarks>Otherwise a sign-in that has compared the old password could begin its session just after the others were ended.</remarks>
    public Task LockAsync(Guid userId, CancellationToken cancellationToken) => storage.LockAsync($"password:{userId}", cancellationToken);

    /// <summary>The old hash is gone with this; it is kept nowhere.</summary>
    public async Task ReplaceAsync(PortalUser user, string hash, NoticeKind kind, Requester requester, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        user.ReplacePassword(hash, now);
        database.SecurityEvents.Add(SecurityEvent.Record(
            user.Id, kind == NoticeKind.PasswordReset ? SecurityEvent.PasswordReset : SecurityEvent.PasswordChanged, null, requester.AddressText, now));
        await notices.AddAsync(user, kind, requester, null, cancellationToken);
    }

    /// <summary>Every browser and app loses access at once.</summary>
    /// <param name="except">The browser session in which this is asked for.</param>
    public Task EndSessionsAsync(Guid userId, Guid? except, CancellationToken cancellationToken) =>
        sessions.EndOthersAsync(userId, except ?? Guid.Empty, cancellationToken);
}
