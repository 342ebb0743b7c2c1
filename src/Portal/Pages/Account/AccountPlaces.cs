namespace Portal.Pages.Account;

/// <summary>The addresses of the account pages; those about sessions and addresses are in <see cref="Sessions.SessionPlaces"/> and <see cref="Emails.EmailPlaces"/>.</summary>
internal static class AccountPlaces
{
    public const string Home = "/account/";
    public const string Profile = "/account/profile";
    public const string Activity = "/account/activity";
    /// <summary>Where somebody who is signed in takes the account back.</summary>
    public const string NotMe = "/account/activity/not-me";

    public const string Password = "/account/password/change";
    public const string Data = "/account/data";
    public const string Delete = "/account/deactivate";

    /// <summary>Where somebody proves again who they are.</summary>
    public const string Confirm = "/account/confirm";
}
