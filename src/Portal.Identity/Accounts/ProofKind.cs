namespace Portal.Identity.Accounts;

/// <summary>How a person can prove again that an account is theirs.</summary>
public enum ProofKind
{
    Password,

    /// <summary>By the password and the second step.</summary>
    PasswordAndCode,

    /// <summary>Only by signing in again, elsewhere or with a passkey.</summary>
    SignIn,

    /// <summary>Not at all: the account has nothing that one could sign in with, and its one open session is all there is.</summary>
    None,
}
