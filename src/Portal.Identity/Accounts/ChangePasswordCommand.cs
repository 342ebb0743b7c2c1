using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>A person's wish to have another password.</summary>
/// <param name="PasswordAgain">The second typing of the new one; none where the form asks once, with a way to see it.</param>
/// <param name="EndOthers">Whether every other browser and app loses access.</param>
public sealed record ChangePasswordCommand(SignedInPerson Person, string CurrentPassword, string Password, string? PasswordAgain, bool EndOthers, Requester Requester)
{
    /// <summary>Without the passwords.</summary>
    public override string ToString() => nameof(ChangePasswordCommand);
}
