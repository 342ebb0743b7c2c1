using Microsoft.AspNetCore.WebUtilities;
using Portal.Identity.Authorizations;
using Portal.Identity.Devices;
using Portal.Identity.Legacy;
using Portal.Layout;

namespace Portal.Pages;

/// <summary>Takes the wish to continue from page to page (flows contract, section 2.8).</summary>
internal static class Continuations
{
    /// <summary>What the query says; nothing if its parts do not fit.</summary>
    public static Continuation? GetContinuation(this HttpRequest request) =>
        Continuation.Read(name => request.Query[name]);

    /// <summary>The page with the wish behind it.</summary>
    public static string With(this Continuation? continuation, string path) =>
        continuation is null ? path : $"{path}?{continuation.ToQuery()}";

    /// <summary>As fields of a form that passes it on.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ToFields(this Continuation? continuation) =>
        continuation is null ? [] : [.. QueryHelpers.ParseQuery(continuation.ToQuery()).Select(field => KeyValuePair.Create(field.Key, field.Value.ToString()))];

    /// <summary>The app that waits, for the strip above the form; none if nobody waits or the grant is gone.</summary>
    public static async Task<AppIdentity?> FindAppAsync(
        this Continuation? continuation, AuthorizationService authorizations, DeviceConsent devices, SsoLogins logins, CancellationToken cancellationToken) => continuation switch
        {
            { GrantId: { } id } when await authorizations.FindAsync(id, cancellationToken) is { } found => AppIdentity.Of(found.Client, found.Grant.RedirectUri),
            { DeviceGrantId: { } id } when await devices.FindAsync(id, cancellationToken) is { } found => AppIdentity.OfDevice(found.Client),
            { SsoLoginId: { } id } when await logins.FindAsync(id, cancellationToken) is { } found => AppIdentity.OfAddress(found.RedirectUri),
            _ => null,
        };
}
