using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Activity;

/// <summary>Where it is stored what happened to accounts: security events, and the sessions themselves. Nothing is written for a list of it alone, so that no list can disagree with the sessions.</summary>
internal static class ActivitySources
{
    /// <summary>The later ones win where time and row are the same: what ended has begun before.</summary>
    /// <param name="userId">Of the account; none for all.</param>
    public static IReadOnlyList<IQueryable<ActivityRow>> Of(PortalDbContext database, Guid? userId)
    {
        var events = database.SecurityEvents.AsNoTracking();
        var browsers = database.BrowserSessions.AsNoTracking();
        var apps = database.OAuthSessions.AsNoTracking().Where(session => session.UserId != null);
        var legacy = database.LegacySessions.AsNoTracking();
        if (userId is { } id)
        {
            events = events.Where(happened => happened.UserId == id);
            browsers = browsers.Where(session => session.UserId == id);
            apps = apps.Where(session => session.UserId == id);
            legacy = legacy.Where(session => session.UserId == id);
        }

        return
        [
            events.Select(happened => new ActivityRow { At = happened.CreatedAt, Id = happened.Id, UserId = happened.UserId, Kind = happened.Kind, SessionId = happened.SessionId, IpAddress = happened.IpAddress, Detail = happened.Detail }),
            browsers.Select(session => new ActivityRow { At = session.CreatedAt, Id = session.Id, UserId = session.UserId, Kind = session.IsNewBrowser ? Happening.NewBrowserBegan : Happening.BrowserBegan, SessionId = session.Id }),
            apps.Select(session => new ActivityRow { At = session.CreatedAt, Id = session.Id, UserId = session.UserId!.Value, Kind = Happening.AppBegan, SessionId = session.Id }),
            legacy.Select(session => new ActivityRow { At = session.CreatedAt, Id = session.Id, UserId = session.UserId, Kind = Happening.AppBegan, SessionId = session.Id }),
            browsers.Where(session => session.FinishedAt != null).Select(session => new ActivityRow { At = session.FinishedAt!.Value, Id = session.Id, UserId = session.UserId, Kind = Happening.BrowserEnded, SessionId = session.Id }),
            apps.Where(session => session.FinishedAt != null).Select(session => new ActivityRow { At = session.FinishedAt!.Value, Id = session.Id, UserId = session.UserId!.Value, Kind = Happening.AppEnded, SessionId = session.Id }),
            legacy.Where(session => session.FinishedAt != null).Select(session => new ActivityRow { At = session.FinishedAt!.Value, Id = session.Id, UserId = session.UserId, Kind = Happening.AppEnded, SessionId = session.Id }),
        ];
    }
}
