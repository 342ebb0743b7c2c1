namespace Portal.Identity.Accounts.Passkeys;

/// <summary>What an authenticator is asked for. An answer counts for nothing else, and for nobody else.</summary>
public static class PasskeyPurpose
{
    public const string SignIn = "sign-in";

    /// <summary>Somebody proves again who they are.</summary>
    public static string Confirm(Guid browserSessionId) => $"confirm {browserSessionId}";

    /// <summary>A passkey is made for an account.</summary>
    public static string Add(Guid browserSessionId) => $"add {browserSessionId}";

    /// <summary>A passkey is made for an account that is about to exist.</summary>
    public static string Register(Guid registrationId) => $"register {registrationId}";
}
