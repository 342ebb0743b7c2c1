namespace Portal.Identity.Accounts.Passkeys;

/// <summary>What became of adding a passkey: one of the nested kinds.</summary>
public abstract record AddPasskeyOutcome
{
    private AddPasskeyOutcome()
    {
    }

    public sealed record Added(Guid Id) : AddPasskeyOutcome;

    /// <summary>The answer proves nothing, came too late, or the passkey is somebody's already.</summary>
    public sealed record Refused : AddPasskeyOutcome;

    /// <summary>The account has as many as it can have.</summary>
    public sealed record TooMany(int Most) : AddPasskeyOutcome;

    /// <summary>The session has ended meanwhile.</summary>
    public sealed record SignedOut : AddPasskeyOutcome;
}
