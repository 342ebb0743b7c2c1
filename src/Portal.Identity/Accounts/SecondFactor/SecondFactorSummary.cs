namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>The second step of an account that has one.</summary>
/// <param name="Since">When it was switched on.</param>
/// <param name="CodesLeft">How many recovery codes are not used yet.</param>
public sealed record SecondFactorSummary(DateTimeOffset Since, int CodesLeft)
{
    /// <summary>With no more than these it is time for new ones.</summary>
    public const int FewCodes = 3;
}
