using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Registration;

namespace Portal.Pages.Register;

/// <summary>What the page for a registration token shows.</summary>
public sealed record TokenView
{
    public string Typed { get; init; } = "";

    /// <summary><c>required</c> or <c>invalid</c>; unknown, used up, too old and taken back are one.</summary>
    public string? ErrorCode { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>None in the middle of a registration.</summary>
    public string? SignInPath { get; init; }

    /// <param name="outcome">Of what was typed; none if nothing was.</param>
    public static TokenView Of(string typed, RegistrationTokenOutcome? outcome) => new()
    {
        Typed = typed,
        ErrorCode = outcome switch
        {
            null => FormProblemCodes.Required,
            RegistrationTokenOutcome.RateLimited => null,
            _ => FormProblemCodes.Invalid,
        },
        RetryAfter = (outcome as RegistrationTokenOutcome.RateLimited)?.RetryAfter,
    };
}
