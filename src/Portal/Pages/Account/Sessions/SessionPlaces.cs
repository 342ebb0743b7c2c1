using Microsoft.AspNetCore.Http.Extensions;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Pages.Account.Sessions;

/// <summary>The addresses below <c>/account</c> that have to do with sessions.</summary>
internal static class SessionPlaces
{
    public const string List = "/account/sessions";
    public const string ConfirmEnd = "/account/sessions/sign-out";
    public const string End = "/account/sessions/end";
    public const string EndOthers = "/account/sessions/end-others";

    /// <summary>Repeated, names sessions to end: <see cref="SessionReference"/>.</summary>
    public const string SessionField = "session";

    /// <summary>Only what has not been used for 90 days.</summary>
    public const string UnusedField = "inactive";

    public static string Of(SessionReference session) => $"{List}/{session}";

    public static string Rename(SessionReference session) => $"{List}/{session}/rename";

    public static string ConfirmEndOf(SessionReference session) => $"{ConfirmEnd}?{SessionField}={session}";

    public static string ConfirmEndUnused => $"{ConfirmEnd}?{UnusedField}=true";

    public static string OfDevice(string deviceId) => $"/account/devices/{Uri.EscapeDataString(deviceId)}";

    public static string OfClient(Guid clientId) => $"/account/clients/{Ulid.Encode(clientId)}";

    /// <summary>The list as a query has it: a link that can be kept.</summary>
    public static string Of(SessionQuery query)
    {
        var parts = new QueryBuilder();
        if (query.Kinds is not SessionKinds.All)
        {
            parts.Add("kind", query.Kinds is SessionKinds.Apps ? "apps" : "browsers");
        }

        if (query.Unused)
        {
            parts.Add(UnusedField, "true");
        }

        if ((query.After ?? query.Before) is { } cursor)
        {
            parts.Add(query.After is null ? "before" : "after", cursor.ToString());
        }

        return List + parts;
    }

    /// <summary>What an address of the list asks for; what is not understood is left out.</summary>
    public static SessionQuery Read(IQueryCollection query) => new(
        query["kind"].FirstOrDefault() switch
        {
            "apps" => SessionKinds.Apps,
            "browsers" => SessionKinds.Browsers,
            _ => SessionKinds.All,
        },
        IsUnused(query[UnusedField]))
    {
        After = SessionCursor.Parse(query["after"].FirstOrDefault()),
        Before = SessionCursor.Parse(query["before"].FirstOrDefault()),
    };

    /// <summary>Which sessions a link or a form names; nothing if it names none, or too many.</summary>
    public static SessionSelection? ReadSelection(IEnumerable<string?> sessions, string? unused, Guid hereId)
    {
        if (IsUnused(unused))
        {
            return SessionSelection.Unused(hereId);
        }

        var chosen = sessions.Take(SessionSelection.MaxChosen + 1).Distinct(StringComparer.Ordinal)
            .Select(text => SessionReference.TryParse(text, out var reference) ? reference : default(SessionReference?)).ToList();
        return chosen.Count is 0 or > SessionSelection.MaxChosen ? null : SessionSelection.Of([.. chosen.OfType<SessionReference>()]);
    }

    private static bool IsUnused(string? value) => value == "true";
}
