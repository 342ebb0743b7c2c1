namespace Portal.Identity.Accounts;

/// <summary>How a person can prove again that an account is theirs.</summary>
/// <param name="Password">By the password.</param>
/// <param name="Code">Together with the password; never without.</param>
/// <param name="Passkey">By a passkey alone.</param>
/// <param name="Elsewhere">By signing in again where they came from.</param>
public sealed record ProofWays(bool Password, bool Code, bool Passkey, bool Elsewhere)
{
    /// <summary>Not at all: the account has nothing that one could sign in with, and its one open session is all there is.</summary>
    public bool None => !Password && !Passkey && !Elsewhere;
}
