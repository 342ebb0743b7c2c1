using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Recovery;

/// <summary>A new password, chosen by who has the link.</summary>
/// <param name="Ticket">As it stood in the link.</param>
/// <param name="PasswordAgain">The second typing; none where the form asks once, with a way to see it.</param>
/// <param name="EndSessions">Whether every browser and app that is signed in loses access.</param>
public sealed record ResetPasswordCommand(string Ticket, string Password, string? PasswordAgain, bool EndSessions, Requester Requester)
{
    /// <summary>Without ticket and password.</summary>
    public override string ToString() => nameof(ResetPasswordCommand);
}
