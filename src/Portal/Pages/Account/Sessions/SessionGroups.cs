using Portal.Identity.Sessions;
using Portal.Texts;

namespace Portal.Pages.Account.Sessions;

/// <summary>Sorts sessions the way people think of them: here, elsewhere, forgotten, gone.</summary>
internal static class SessionGroups
{
    public const string Unused = "sessions.unused";

    private static readonly string[] InOrder = ["sessions.this-browser", "sessions.apps", "sessions.browsers", Unused, "sessions.ended"];

    /// <param name="endedShownFor">How long those that are gone stay here.</param>
    public static IReadOnlyList<SessionGroupView> Of(IEnumerable<AccountSession> sessions, Guid hereId, TextSet texts, DateTimeOffset now, TimeSpan endedShownFor)
    {
        var groups = sessions.ToLookup(session => GroupOf(session, hereId, now));
        return
        [
            .. from title in InOrder
               where groups[title].Any()
               select new SessionGroupView(
                   title.Replace('.', '-'), title, title == "sessions.ended" ? texts["sessions.ended-lead", texts.Duration(endedShownFor)] : null,
                   [.. groups[title].Select(session => EntryOf(session, hereId, texts, now))]),
        ];
    }

    /// <summary>The session in words.</summary>
    public static SessionEntry EntryOf(AccountSession session, Guid hereId, TextSet texts, DateTimeOffset now)
    {
        var agent = UserAgent.Parse(session.UserAgent);
        var isHere = session.Id == hereId;
        return new SessionEntry(
            session.Reference,
            SessionWords.IconOf(session, agent),
            SessionWords.NameOf(session, agent, texts),
            [.. new[] { SessionWords.AppOf(session), SessionWords.SystemOf(session, agent, texts), session.LastActiveIp }.OfType<string>()],
            SessionWords.WhenOf(session, isHere, texts, now),
            isHere,
            session.FinishedAt is not null);
    }

    private static string GroupOf(AccountSession session, Guid hereId, DateTimeOffset now) =>
        session.FinishedAt is not null ? "sessions.ended"
        : session.Id == hereId ? "sessions.this-browser"
        : session.LastActiveAt < SessionAge.UnusedBefore(now) ? Unused
        : session.Kind == AccountSessionKind.Browser ? "sessions.browsers"
        : "sessions.apps";
}
