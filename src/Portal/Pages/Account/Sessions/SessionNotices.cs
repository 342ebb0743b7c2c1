using System.Globalization;
using Portal.Hosting;
using Portal.Identity.Sessions;
using Portal.Texts;

namespace Portal.Pages.Account.Sessions;

/// <summary>Carries what was just done to the page that shows it, in a cookie: a query could be forged by anybody who sends a link.</summary>
internal static class SessionNotices
{
    private const string Cookie = "account-notice";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public static void Set(HttpContext context, SessionsNoticeKind kind) => context.SetCookie(Cookie, $"{kind}", Lifetime);

    public static void Set(HttpContext context, SessionsNoticeKind kind, SessionReference session) => context.SetCookie(Cookie, $"{kind}.{session}", Lifetime);

    /// <summary>How many were ended.</summary>
    public static void SetEnded(HttpContext context, int count) => context.SetCookie(Cookie, string.Create(CultureInfo.InvariantCulture, $"{SessionsNoticeKind.EndedSeveral}.{count}"), Lifetime);

    /// <summary>The notice, once.</summary>
    /// <param name="sessions">Where the name comes from: a cookie may say which session, but not what it is called.</param>
    public static async Task<SessionsNotice?> TakeAsync(HttpContext context, Guid userId, AccountSessionList sessions, CancellationToken cancellationToken)
    {
        if (context.Request.Cookies[Cookie]?.Split('.', 2) is not { } cookie)
        {
            return null;
        }

        context.DeleteCookie(Cookie);
        if (!Enum.TryParse<SessionsNoticeKind>(cookie[0], out var kind) || !Enum.IsDefined(kind))
        {
            return null;
        }

        var detail = cookie.ElementAtOrDefault(1);
        return kind switch
        {
            SessionsNoticeKind.EndedOthers or SessionsNoticeKind.Gone => new SessionsNotice(kind),
            SessionsNoticeKind.EndedSeveral => int.TryParse(detail, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? new SessionsNotice(kind, Count: count) : null,
            _ when SessionReference.TryParse(detail, out var reference) && await sessions.FindAsync(userId, reference, cancellationToken) is { } session
                && session.FinishedAt is not null == kind is SessionsNoticeKind.Ended => new SessionsNotice(kind, SessionWords.NameOf(session, context.GetTexts())),
            _ => null,
        };
    }
}
