using Portal.Identity.Protocol;

namespace Portal.Pages.LegacySso;

/// <summary>The addresses of the page on which somebody lets an app of the legacy login in.</summary>
internal static class LegacySsoPlaces
{
    private const string Register = "register";
    private const string StableAction = "action";
    private const string UnstableAction = "org.matrix.msc3824.action";
    private static readonly string[] Actions = ["login", Register];

    /// <param name="action">From <see cref="ReadAction"/>.</param>
    public static string Of(Guid loginId, string? action) =>
        $"/complete-compat-sso/{Ulid.Encode(loginId)}{(action is null ? "" : $"?{StableAction}={action}&{UnstableAction}={action}")}";

    /// <summary>What the app thinks the person wants to do (MSC3824); none for what is not known.</summary>
    public static string? ReadAction(IQueryCollection query) => Known(query[StableAction]) ?? Known(query[UnstableAction]);

    /// <summary>Where somebody goes who is not signed in.</summary>
    public static string SignInPath(IQueryCollection query) => ReadAction(query) == Register ? "/register" : "/login";

    private static string? Known(string? action) => Array.Find(Actions, known => known == action);
}
