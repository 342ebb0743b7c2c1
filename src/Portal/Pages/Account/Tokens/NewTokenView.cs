using Portal.Identity.Accounts;
using Portal.Identity.Accounts.PersonalTokens;

namespace Portal.Pages.Account.Tokens;

/// <summary>What the form for a new access token shows.</summary>
public sealed record NewTokenView
{
    /// <summary>As typed.</summary>
    public string Name { get; init; } = "";

    public TokenReach Reach { get; init; }

    /// <summary>The days, or <see cref="LifetimeField.Never"/>.</summary>
    public string Lifetime { get; init; } = LifetimeField.Suggested;

    /// <summary>Whether the person may give away power over others.</summary>
    public bool MayGrantAdmin { get; init; }

    public bool RunsHomeserver { get; init; }

    public bool RunsAccounts { get; init; }

    /// <summary>Whether a token may be made that never expires.</summary>
    public bool MayNeverExpire { get; init; }

    /// <summary>What must be put right.</summary>
    public FormProblem? Problem { get; init; }

    /// <summary>The tick that gives away power over others was missing.</summary>
    public bool IsPowerUnconfirmed { get; init; }

    /// <summary>Why no token was made: key of a sentence, which has one more behind <c>-hint</c>.</summary>
    public string? Refusal { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
