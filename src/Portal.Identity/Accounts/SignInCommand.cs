using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Somebody's claim to be the owner of an account.</summary>
/// <param name="Identifier">A username, a Matrix ID of this server or, if allowed, an e-mail address.</param>
public sealed record SignInCommand(string Identifier, string Password, Requester Requester)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => nameof(SignInCommand);
}
