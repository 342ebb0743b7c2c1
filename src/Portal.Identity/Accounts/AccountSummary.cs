using Portal.Identity.Accounts.SecondFactor;

namespace Portal.Identity.Accounts;

/// <summary>An account at a glance.</summary>
public sealed record AccountSummary
{
    /// <summary>How many browsers are signed in.</summary>
    public required int Browsers { get; init; }

    /// <summary>How many apps are signed in.</summary>
    public required int Apps { get; init; }

    /// <summary>How many of both are probably forgotten (<see cref="Sessions.SessionCounts.Unused"/>).</summary>
    public required int Unused { get; init; }

    /// <summary>The proven addresses, the oldest first.</summary>
    public required IReadOnlyList<string> Emails { get; init; }

    public required bool HasPassword { get; init; }

    /// <summary>As of <see cref="PortalUser.PasswordChangedAt"/>.</summary>
    public DateTimeOffset? PasswordChangedAt { get; init; }

    /// <summary>None if the account has no second step.</summary>
    public SecondFactorSummary? SecondFactor { get; init; }

    /// <summary>How many passkeys the account has.</summary>
    public int Passkeys { get; init; }

    public bool CanHavePasskeys { get; init; }

    public required bool CanChangePassword { get; init; }

    public required bool CanChangeEmails { get; init; }

    public required bool CanDelete { get; init; }

    /// <summary>Whether the person can make access tokens for bots and scripts, or has some.</summary>
    public bool HasAccessTokens { get; init; }

    /// <summary>Whether the person can make passwords for apps of the legacy login, or has some.</summary>
    public bool HasAppPasswords { get; init; }

    /// <summary>Whether there is a homeserver, which keeps a cryptographic identity.</summary>
    public bool CanResetIdentity { get; init; }
}
