using Portal.Identity.Protocol;

namespace Portal.Pages.Account.Emails;

/// <summary>The addresses of the pages about addresses.</summary>
internal static class EmailPlaces
{
    public const string List = "/account/emails";

    public const string Add = $"{List}/add";

    public static string Verify(Guid verificationId) => $"{List}/{TypedUlid.Encode(TypedUlid.UserEmailAuthentication, verificationId)}/verify";

    public static string InUse(Guid verificationId) => $"{List}/{TypedUlid.Encode(TypedUlid.UserEmailAuthentication, verificationId)}/in-use";

    public static string Remove(Guid emailId) => $"{List}/{TypedUlid.Encode(TypedUlid.UserEmail, emailId)}/remove";
}
