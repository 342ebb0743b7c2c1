using Portal.Identity.Sessions;
using Portal.Texts;
using DeviceIcon = Portal.Components.Devices.DeviceKind;

namespace Portal.Pages.Account;

/// <summary>Sorts sessions the way people think of them: here, elsewhere, forgotten, gone.</summary>
internal static class SessionGroups
{
    private static readonly TimeSpan Unused = TimeSpan.FromDays(90);

    public static IReadOnlyList<SessionGroupView> Of(IReadOnlyList<AccountSession> sessions, Guid currentId, TextSet texts, DateTimeOffset now)
    {
        var groups = sessions.ToLookup(session => GroupOf(session, currentId, now));
        return
        [
            .. from title in (string[])["sessions.this-browser", "sessions.apps", "sessions.browsers", "sessions.unused", "sessions.ended"]
               where groups[title].Any()
               select new SessionGroupView(
                   title.Replace('.', '-'), title, title == "sessions.ended" ? "sessions.ended-lead" : null,
                   [.. groups[title].Select(session => EntryOf(session, currentId, texts, now))]),
        ];
    }

    private static string GroupOf(AccountSession session, Guid currentId, DateTimeOffset now) =>
        session.FinishedAt is not null ? "sessions.ended"
        : session.Id == currentId ? "sessions.this-browser"
        : session.LastActiveAt is { } active && now - active > Unused ? "sessions.unused"
        : session.Kind == AccountSessionKind.Browser ? "sessions.browsers"
        : "sessions.apps";

    private static SessionEntry EntryOf(AccountSession session, Guid currentId, TextSet texts, DateTimeOffset now)
    {
        var agent = UserAgent.Parse(session.UserAgent);
        var at = session.FinishedAt ?? session.LastActiveAt ?? session.CreatedAt;
        var isHere = session.Id == currentId;
        var isActiveNow = session.FinishedAt is null && (isHere || now - at < RelativeWords.Now);
        return new SessionEntry(
            session.Id,
            session.Kind == AccountSessionKind.Browser ? "browser" : "app",
            IconOf(session, agent),
            NameOf(session, agent, texts),
            [.. DetailsOf(session, agent, texts)],
            at,
            session.FinishedAt is not null ? texts["sessions.ended-on", texts.Ago(at, now)] : isActiveNow ? texts["time.now"] : texts.Ago(at, now),
            isHere,
            isActiveNow,
            session.FinishedAt is not null);
    }

    /// <summary>What people know the session by.</summary>
    public static string NameOf(AccountSession session, TextSet texts) => NameOf(session, UserAgent.Parse(session.UserAgent), texts);

    private static string NameOf(AccountSession session, UserAgent agent, TextSet texts)
    {
        if (session.Kind == AccountSessionKind.Browser)
        {
            return agent.Model ?? Join(new DeviceName(agent.Name, agent.Os), texts) ?? texts["device.unknown-browser"];
        }

        return Join(DeviceNames.App(agent), texts) ?? texts["device.unknown"];
    }

    private static IEnumerable<string> DetailsOf(AccountSession session, UserAgent agent, TextSet texts)
    {
        if (session.Client is { } client)
        {
            yield return client.Name ?? Identity.Protocol.Ulid.Encode(client.Id);
        }
        else if (agent.Model is not null && Join(DeviceNames.BrowserDetail(agent), texts) is { } browser)
        {
            yield return browser;
        }

        if (session.LastActiveIp is { } address)
        {
            yield return address;
        }
    }

    private static string? Join(DeviceName name, TextSet texts) => name switch
    {
        { Name: { } what, Os: { } system } => texts["device.on", what, system],
        { Name: { } what } => what,
        { Os: { } system } => system,
        _ => null,
    };

    private static DeviceIcon IconOf(AccountSession session, UserAgent agent) => agent.Kind switch
    {
        DeviceKind.Mobile => DeviceIcon.Phone,
        DeviceKind.Tablet => DeviceIcon.Tablet,
        DeviceKind.Computer when session.Kind == AccountSessionKind.Browser => DeviceIcon.Browser,
        DeviceKind.Computer => DeviceIcon.Computer,
        _ => session.Kind == AccountSessionKind.Browser ? DeviceIcon.Browser : DeviceIcon.Unknown,
    };
}

/// <summary>A heading and what stands below it.</summary>
/// <param name="Title">Key of the heading.</param>
/// <param name="Lead">Key of a sentence below it.</param>
internal sealed record SessionGroupView(string Id, string Title, string? Lead, IReadOnlyList<SessionEntry> Entries);

/// <summary>One session, in words.</summary>
internal sealed record SessionEntry(
    Guid Id, string FormKind, DeviceIcon Kind, string Name, IReadOnlyList<string> Details, DateTimeOffset At, string AtText, bool IsHere, bool IsActiveNow, bool IsEnded);
