using Portal.Identity.Protocol;

namespace Portal.Pages.Account.AppPasswords;

/// <summary>The addresses of the pages about app passwords.</summary>
internal static class AppPasswordPlaces
{
    public const string List = "/account/app-passwords";

    public const string New = $"{List}/new";

    public static string Made(Guid id) => $"{List}/{Ulid.Encode(id)}/made";

    public static string End(Guid id) => $"{List}/{Ulid.Encode(id)}/end";
}
