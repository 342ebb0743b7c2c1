namespace Portal.Identity.Sessions;

/// <summary>Who is signed in to the portal in this browser.</summary>
public sealed record SignedInPerson(Guid UserId, string Username, Guid BrowserSessionId, DateTimeOffset AuthenticatedAt)
{
    /// <summary>For how long a proof counts for changes that a thief of the open browser must not make.</summary>
    public static readonly TimeSpan ProofLifetime = TimeSpan.FromMinutes(10);

    /// <summary>What others see in place of the username; none if the person chose none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The language that the account remembers, a BCP 47 tag; none for an account that nobody has used here yet.</summary>
    public string? Language { get; init; }

    /// <summary>What the pages call the person.</summary>
    public string Name => DisplayName ?? Username;

    /// <summary>Whether the password was replaced since: what the old one proved, proves nothing any more.</summary>
    public bool IsProofVoid { get; init; }

    /// <summary>Whether the person has proven who they are lately enough for such a change.</summary>
    public bool HasFreshProof(DateTimeOffset now) => !IsProofVoid && (now - AuthenticatedAt).Duration() <= ProofLifetime; // also where a clock was set back
}
