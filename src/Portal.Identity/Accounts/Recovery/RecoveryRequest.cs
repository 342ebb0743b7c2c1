using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>Who wants a new password, and what they want to go on with.</summary>
/// <param name="Email">As typed.</param>
/// <param name="Language">Of the page, for the mail.</param>
public sealed record RecoveryRequest(string Email, Continuation? Continuation, string Language, Requester Requester)
{
    /// <summary>Without the address, which no log may hold.</summary>
    public override string ToString() => nameof(RecoveryRequest);
}
