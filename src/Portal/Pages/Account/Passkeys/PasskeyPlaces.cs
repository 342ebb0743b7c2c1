using Portal.Identity.Protocol;

namespace Portal.Pages.Account.Passkeys;

/// <summary>The addresses of the pages about passkeys.</summary>
internal static class PasskeyPlaces
{
    public const string List = "/account/passkeys";

    public const string Add = $"{List}/add";

    /// <summary>The same, offered to somebody who has just created their account and may be on their way to an app.</summary>
    public const string Offer = $"{List}/offer";

    public static string Of(Guid id) => $"{List}/{Ulid.Encode(id)}";

    public static string Remove(Guid id) => $"{Of(id)}/remove";
}
