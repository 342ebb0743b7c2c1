namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>What an access token does with the account of whoever makes it.</summary>
public enum TokenReach
{
    /// <summary>The Matrix client API, without a device: no encrypted messages.</summary>
    Account,

    /// <summary>The Matrix client API, as a device of its own, which can have keys.</summary>
    Device,

    /// <summary>Nothing: it is for administration only.</summary>
    Nothing,
}
