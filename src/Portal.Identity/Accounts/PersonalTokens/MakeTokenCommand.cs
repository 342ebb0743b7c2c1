using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>A person wants an access token for a bot or a script.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Lifetime">One of <see cref="AccountTokens.Lifetimes"/>; none for a token that never expires.</param>
public sealed record MakeTokenCommand(SignedInPerson Person, string Name, TokenReach Reach, TimeSpan? Lifetime, Requester Requester)
{
    /// <summary>Whether it shall administer the homeserver.</summary>
    public bool RunsHomeserver { get; init; }

    /// <summary>Whether it shall administer the accounts of everybody.</summary>
    public bool RunsAccounts { get; init; }
}
