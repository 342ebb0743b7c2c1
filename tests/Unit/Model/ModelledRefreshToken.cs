namespace Portal.Tests.Unit.Model;

/// <param name="Access">The access token of the same response.</param>
internal sealed record ModelledRefreshToken(ModelledSession Session, ModelledAccessToken Access)
{
    public bool IsConsumed { get; set; }

    public bool IsRevoked { get; set; }

    /// <summary>What the last answer to it gave.</summary>
    public ModelledRefreshToken? Successor { get; set; }

    /// <summary>Whether it is the live end of its chain.</summary>
    public bool IsValid => !IsConsumed && !IsRevoked;
}
