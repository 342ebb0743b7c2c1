using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

/// <summary>What a person may call an access token, an app password or a passkey: whatever a session may be called.</summary>
internal static class ProgramName
{
    /// <summary>One of <see cref="FormProblemCodes"/>; none if the name can be taken.</summary>
    public static string? FindProblem(string name) => SessionName.Check(name) switch
    {
        null => null,
        RenameOutcome.NameRequired => FormProblemCodes.Required,
        RenameOutcome.NameTooLong => FormProblemCodes.TooLong,
        _ => FormProblemCodes.Invalid,
    };
}
