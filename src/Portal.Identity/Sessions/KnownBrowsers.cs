using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>Tells a browser that was used for an account before from one that was not. Network addresses say nothing about that: they change with every train.</summary>
public sealed class KnownBrowsers(PortalDbContext database, TimeProvider clock)
{
    /// <summary>Most browsers that are known of one account; the one that was not used for the longest time is forgotten first.</summary>
    public const int Most = 50;

    /// <summary>Somebody proves again who they are in a browser that is signed in; part of the caller's change. That alone makes none known.</summary>
    /// <param name="key">That the browser holds.</param>
    internal async Task MeetAgainAsync(Guid userId, byte[] key, CancellationToken cancellationToken)
    {
        var hash = KnownBrowser.HashOf(userId, key);
        (await database.KnownBrowsers.SingleOrDefaultAsync(browser => browser.UserId == userId && browser.Hash == hash, cancellationToken))?.MeetAgain(clock.GetUtcNow());
    }

    /// <summary>Somebody signs in; part of the caller's change, before the session is added.</summary>
    /// <param name="key">That the browser holds.</param>
    /// <returns>Whether the account has been used in browsers, and this is none of them. The very first one of an account is not new: there is nobody whom it could surprise.</returns>
    internal async Task<bool> MeetAsync(Guid userId, byte[] key, CancellationToken cancellationToken)
    {
        var (hash, now) = (KnownBrowser.HashOf(userId, key), clock.GetUtcNow());
        if (await database.KnownBrowsers.SingleOrDefaultAsync(browser => browser.UserId == userId && browser.Hash == hash, cancellationToken) is { } known)
        {
            known.MeetAgain(now);
            return false;
        }

        var others = await database.KnownBrowsers.Where(browser => browser.UserId == userId).OrderByDescending(browser => browser.LastSeenAt).ThenByDescending(browser => browser.Id).ToListAsync(cancellationToken);
        database.KnownBrowsers.RemoveRange(others.Skip(Most - 1));
        database.KnownBrowsers.Add(KnownBrowser.Meet(userId, key, now));
        return others.Count > 0 || await database.BrowserSessions.AnyAsync(session => session.UserId == userId, cancellationToken); // or all were forgotten
    }

    /// <summary>Trusts none of them any more; part of the caller's change.</summary>
    internal Task ForgetAsync(Guid userId, CancellationToken cancellationToken) => database.KnownBrowsers.Where(browser => browser.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
