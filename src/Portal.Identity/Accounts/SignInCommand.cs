using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>Somebody's claim to be the owner of an account.</summary>
/// <param name="Identifier">A username, a Matrix ID of this server or, if allowed, an e-mail address.</param>
/// <param name="ReplacedSessionId">The browser session that this browser has now; it goes on if it is the same person's, and ends otherwise.</param>
/// <param name="Code">What the second step asks for, where it is known that there is one; none to be asked.</param>
public sealed record SignInCommand(string Identifier, string Password, Requester Requester, Guid? ReplacedSessionId = null, string? Code = null)
{
    /// <summary>Without the secrets.</summary>
    public override string ToString() => nameof(SignInCommand);
}
