using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>An access token that works, as its owner sees it: all but the token itself.</summary>
/// <param name="Id">Of its session.</param>
/// <param name="LastUsedAt">None until it is used.</param>
/// <param name="ExpiresAt">None if it works until it is ended.</param>
public sealed record AccountToken(Guid Id, string Name, string ScopeText, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>What it may do.</summary>
    public ScopeSet Scope => ScopeSet.OfStored(ScopeText);
}
