using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Texts;
using DeviceIcon = Portal.Components.Devices.DeviceKind;

namespace Portal.Pages.Account.Sessions;

/// <summary>A session in words, and as a picture (flows contract, section 9.7).</summary>
internal static class SessionWords
{
    /// <summary>What people know the session by.</summary>
    public static string NameOf(AccountSession session, TextSet texts) => NameOf(session, UserAgent.Parse(session.UserAgent), texts);

    /// <inheritdoc cref="NameOf(AccountSession, TextSet)"/>
    public static string NameOf(AccountSession session, UserAgent agent, TextSet texts)
    {
        if (session.Kind == AccountSessionKind.Browser)
        {
            return texts.NameOf(agent) ?? texts["device.unknown-browser"];
        }

        return texts.Join(DeviceNames.App(agent, session.HumanName)) ?? texts["device.unknown"];
    }

    /// <summary>The app of a session; none for a browser, nor for an app that never said where it is.</summary>
    public static string? AppOf(AccountSession session) =>
        session.Client is { } client ? client.Name ?? Ulid.Encode(client.Id)
        : session.ReturnAddress is { } address ? AppIdentity.OfAddress(address).Name
        : null;

    /// <summary>What it runs on, where <see cref="NameOf(AccountSession, TextSet)"/> does not say it: the browser where that is the model; the device of an app that names its sessions itself.</summary>
    public static string? SystemOf(AccountSession session, UserAgent agent, TextSet texts) => session switch
    {
        { Kind: AccountSessionKind.Browser } when agent.Model is not null => texts.Join(DeviceNames.BrowserDetail(agent)),
        { Kind: AccountSessionKind.Legacy, HumanName: not null } => texts.Join(DeviceNames.App(agent)),
        _ => null,
    };

    /// <summary>What runs there, with versions; none if it did not say.</summary>
    public static string? SoftwareOf(UserAgent agent, TextSet texts) =>
        texts.Join(WithVersion(agent.Name, agent.Version), WithVersion(agent.Os, agent.OsVersion));

    public static DeviceIcon IconOf(AccountSession session, UserAgent agent)
    {
        if (session.Kind == AccountSessionKind.Browser)
        {
            return agent.Kind switch
            {
                DeviceKind.Mobile => DeviceIcon.Phone,
                DeviceKind.Tablet => DeviceIcon.Tablet,
                _ => DeviceIcon.Browser,
            };
        }

        return DeviceNames.AppKind(agent, session.Client?.IsNative == true) switch
        {
            DeviceKind.Mobile => DeviceIcon.Phone,
            DeviceKind.Tablet => DeviceIcon.Tablet,
            _ => DeviceIcon.Computer,
        };
    }

    /// <summary>When it was used last, or that it is in use, or when it ended.</summary>
    /// <param name="isHere">It is the browser session that asks.</param>
    public static (DateTimeOffset At, string Text, bool IsActiveNow) WhenOf(AccountSession session, bool isHere, TextSet texts, DateTimeOffset now)
    {
        var at = session.FinishedAt ?? session.LastActiveAt ?? session.CreatedAt;
        var isActiveNow = session.FinishedAt is null && (isHere || now - at < RelativeWords.Now);
        var text = session.FinishedAt is not null ? texts["sessions.ended-on", texts.Ago(at, now)] : isActiveNow ? texts["time.now"] : texts.Ago(at, now);
        return (at, text, isActiveNow);
    }

    private static string? WithVersion(string? name, string? version) => name is null || version is null ? name : $"{name} {version}";
}
