using Portal.Identity.Accounts;

namespace Portal.Pages.Register;

/// <summary>What the first form of a registration shows.</summary>
public sealed record RegisterView
{
    public string Username { get; init; } = "";

    public string Email { get; init; } = "";

    public bool TermsAccepted { get; init; }

    public IReadOnlyList<FormProblem> Problems { get; init; } = [];

    /// <summary>Set when somebody registered too often from here.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public RegistrationProgress Progress { get; init; } = new(RegistrationStep.Account, 1, 1);

    /// <summary>None where nothing is asked.</summary>
    public CaptchaView? Captcha { get; init; }

    public bool EmailRequired { get; init; }

    /// <summary>Whether a passkey can take the place of the password.</summary>
    public bool WithPasskeys { get; init; }

    public string SignInPath { get; init; } = "/login";

    public FormProblem? ProblemOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field);
}
