using Portal.Identity.Protocol;

namespace Portal.Pages.Account.Tokens;

/// <summary>The addresses of the pages about access tokens.</summary>
internal static class TokenPlaces
{
    public const string List = "/account/tokens";

    public const string New = $"{List}/new";

    public static string Made(Guid id) => $"{List}/{Ulid.Encode(id)}/made";

    public static string End(Guid id) => $"{List}/{Ulid.Encode(id)}/end";
}
