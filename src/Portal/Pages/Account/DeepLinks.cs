using Portal.Pages.Account.Sessions;

namespace Portal.Pages.Account;

/// <summary>Where an app's link into the account leads (MSC4191; oauth contract, section 1.3).</summary>
internal static class DeepLinks
{
    /// <summary>The page of an action; none for an unknown one, which stays on the home page.</summary>
    public static string? PathOf(IQueryCollection query) => query["action"].FirstOrDefault() switch
    {
        "org.matrix.devices_list" or "org.matrix.sessions_list" or "sessions_list" => SessionPlaces.List,

        // To end it, the person still has to press the button there.
        "org.matrix.device_view" or "org.matrix.session_view" or "session_view"
            or "org.matrix.device_delete" or "org.matrix.session_end" or "session_end" => DeviceOf(query),
        "org.matrix.profile" or "profile" => AccountPlaces.Profile,
        "org.matrix.cross_signing_reset" => CrossSigning.IdentityResetEndpoints.Path,
        "org.matrix.account_deactivate" => AccountPlaces.Delete,
        _ => null,
    };

    /// <summary>What to resume for somebody who asked for an account page before signing in. A form that was sent is not sent again.</summary>
    public static string Resume(HttpRequest request) =>
        PathOf(request.Query) ?? (HttpMethods.IsGet(request.Method) ? Escaped(request.Path) : AccountPlaces.Home);

    // Every segment as a continuation takes it, whichever of the many ways of writing it came.
    private static string Escaped(PathString path) => string.Join('/', path.Value!.Split('/').Select(segment => Uri.EscapeDataString(Uri.UnescapeDataString(segment)).Replace("%3A", ":", StringComparison.Ordinal)));

    private static string DeviceOf(IQueryCollection query) =>
        query["device_id"].FirstOrDefault() is { Length: > 0 } deviceId ? SessionPlaces.OfDevice(deviceId) : SessionPlaces.List;
}
