using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Sessions;

/// <summary>Tells a browser that was used for an account before from one that was not.</summary>
/// <remarks>Each account gets a key of its own in each browser, so that nobody who sat there earlier, and left a key of theirs, knows the one by which it is known.</remarks>
public sealed class KnownBrowsers(PortalDbContext database, SecretGenerator secrets, TimeProvider clock)
{
    /// <summary>Most browsers that are known of one account; the one that was not used for the longest time is forgotten first.</summary>
    public const int Most = 50;

    /// <summary>Of each key, in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>Somebody proves again who they are in a browser that is signed in; part of the caller's change. That alone makes none known.</summary>
    /// <param name="keys">That the browser holds.</param>
    internal async Task MeetAgainAsync(Guid userId, IReadOnlyList<byte[]> keys, CancellationToken cancellationToken) =>
        (await FindAsync(userId, keys, cancellationToken))?.MeetAgain(clock.GetUtcNow());

    /// <summary>Somebody signs in; part of the caller's change, before the session is added.</summary>
    /// <param name="keys">That the browser holds.</param>
    /// <returns>What the browser is to the account. The very first one of an account is not new: there is nobody whom it could surprise.</returns>
    internal async Task<BrowserMeeting> MeetAsync(Guid userId, IReadOnlyList<byte[]> keys, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await FindAsync(userId, keys, cancellationToken) is { } known)
        {
            known.MeetAgain(now);
            return new BrowserMeeting(IsNew: false, NewKey: null);
        }

        var others = await database.KnownBrowsers.Where(browser => browser.UserId == userId).OrderByDescending(browser => browser.LastSeenAt).ThenByDescending(browser => browser.Id).ToListAsync(cancellationToken);
        database.KnownBrowsers.RemoveRange(others.Skip(Most - 1));
        var key = secrets.Bytes(KeyLength);
        database.KnownBrowsers.Add(KnownBrowser.Meet(userId, key, now));
        return new BrowserMeeting(others.Count > 0 || await database.BrowserSessions.AnyAsync(session => session.UserId == userId, cancellationToken), key); // or all were forgotten
    }

    /// <summary>Trusts none of them any more; part of the caller's change.</summary>
    internal Task ForgetAsync(Guid userId, CancellationToken cancellationToken) => database.KnownBrowsers.Where(browser => browser.UserId == userId).ExecuteDeleteAsync(cancellationToken);

    private async Task<KnownBrowser?> FindAsync(Guid userId, IReadOnlyList<byte[]> keys, CancellationToken cancellationToken)
    {
        List<byte[]> hashes = [.. keys.Select(key => KnownBrowser.HashOf(userId, key))];
        return hashes.Count == 0
            ? null
            : await database.KnownBrowsers.Where(browser => browser.UserId == userId && hashes.Contains(browser.Hash)).OrderByDescending(browser => browser.LastSeenAt).FirstOrDefaultAsync(cancellationToken);
    }
}

/// <summary>What a browser is to an account whose owner signs in there.</summary>
/// <param name="IsNew">Whether the account has been used in browsers, and this is none of them.</param>
/// <param name="NewKey">By which it is known from now on; none if it was known before.</param>
internal readonly record struct BrowserMeeting(bool IsNew, byte[]? NewKey);
