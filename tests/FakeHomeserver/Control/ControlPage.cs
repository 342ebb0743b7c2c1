using System.Net;
using System.Text;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Control;

/// <summary>What the homeserver knows, for somebody who watches devices come and go.</summary>
internal static class ControlPage
{
    private const string Head = """
        <!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="2">
        <title>Homeserver</title>
        <style>
          :root { color-scheme: light dark }
          body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 42rem; padding-inline: 1rem }
          section { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem; margin-block: 1rem; padding: .5rem 1rem }
          h2 { font-size: 1.1rem; margin: .25rem 0 } small { opacity: .7; overflow-wrap: anywhere } ul { margin: .25rem 0; padding-inline-start: 1.25rem }
        </style>
        """;

    public static string Of(string serverName, IReadOnlyCollection<FakeUser> users)
    {
        var page = new StringBuilder(Head).Append("<h1>").Append(Text(serverName)).Append("</h1>");
        if (users.Count == 0)
        {
            page.Append("<p>Nobody yet. Whoever creates an account in the portal appears here.");
        }

        foreach (var user in users)
        {
            page.Append("<section><h2>").Append(Text(user.DisplayName ?? user.Localpart)).Append("</h2><small>").Append(Text($"@{user.Localpart}:{serverName}"))
                .Append(string.Concat(StatesOf(user).Select(state => " · " + state))).Append(string.Concat(user.Emails.Select(email => " · " + Text(email)))).Append("</small><ul>")
                .Append(string.Concat(user.Devices.Values.Select(device => $"<li>{Text(device.Name ?? "A device without a name")} <small>{Text(device.Id)}</small>")))
                .Append("</ul></section>");
        }

        return page.ToString();
    }

    private static IEnumerable<string> StatesOf(FakeUser user) =>
        from state in new[] { ("locked", user.IsLocked), ("suspended", user.IsSuspended), ("deactivated", user.IsDeactivated), ("erased", user.IsErased) }
        where state.Item2
        select state.Item1;

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
