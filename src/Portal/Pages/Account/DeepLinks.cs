namespace Portal.Pages.Account;

/// <summary>Where an app's link into the account leads (MSC4191; oauth contract, section 1.3).</summary>
internal static class DeepLinks
{
    /// <summary>The page of an action; none for an unknown one, which stays on the home page.</summary>
    public static string? PathOf(string? action) => action switch
    {
        "org.matrix.devices_list" or "org.matrix.sessions_list" or "sessions_list" => "/account/sessions",

        // One device has no page of its own; the list has it, and the way to end it.
        "org.matrix.device_view" or "org.matrix.session_view" or "session_view" => "/account/sessions",
        "org.matrix.device_delete" or "org.matrix.session_end" or "session_end" => "/account/sessions",
        "org.matrix.profile" or "profile" => "/account/profile",
        "org.matrix.account_deactivate" => Deletion.DeletionEndpoints.Path,
        _ => null,
    };

    /// <summary>What to resume for somebody who asked for an account page before signing in. A form that was sent is not sent again.</summary>
    public static string Resume(HttpRequest request) =>
        PathOf(request.Query["action"].FirstOrDefault()) ?? (HttpMethods.IsGet(request.Method) ? request.Path.Value! : "/account/");
}
