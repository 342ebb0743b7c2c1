namespace Portal.Identity.Accounts.Registration;

/// <summary>What somebody who runs the server wishes for a registration token.</summary>
public sealed record NewRegistrationToken
{
    /// <summary>None for one that is drawn.</summary>
    public string? Text { get; init; }

    /// <summary>1 or more; none for any number of accounts.</summary>
    public int? UsageLimit { get; init; }

    /// <summary>More than nothing; none for ever.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>As the invitation says it.</summary>
    public string? InvitedBy { get; init; }
}
