namespace Portal.Identity.Sessions;

/// <summary>Who is signed in to the portal in this browser.</summary>
public sealed record SignedInPerson(Guid UserId, string Username, Guid BrowserSessionId, DateTimeOffset AuthenticatedAt)
{
    /// <summary>What others see in place of the username; none if the person chose none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The language that the account remembers, a BCP 47 tag; none for an account that nobody has used here yet.</summary>
    public string? Language { get; init; }

    /// <summary>From when the person must have a second step, which they have not; none if they need none.</summary>
    public DateTimeOffset? SecondStepDueAt { get; init; }

    /// <summary>Whether the person must have one, and nobody has set them a time for it: they were signed in before the operator wanted it.</summary>
    public bool IsSecondStepNew { get; init; }

    /// <summary>What the pages call the person.</summary>
    public string Name => DisplayName ?? Username;

    /// <summary>How the person has proven who they are.</summary>
    public ProofMethods Methods { get; init; } = ProofMethods.Password;

    /// <summary>Whether what was proven then proves nothing any more: the password was replaced since, or the account has a second step that was not taken here.</summary>
    public bool IsProofVoid { get; init; }

    /// <summary>Whether all that the person can do now is set up a second step.</summary>
    public bool OwesSecondStep(DateTimeOffset now) => SecondStepDueAt <= now;

    /// <summary>Whether the person has proven who they are lately enough for changes that a thief of the open browser must not make.</summary>
    /// <param name="lifetime">For how long a proof counts (<see cref="Accounts.AccountOptions.ProofLifetime"/>).</param>
    public bool HasFreshProof(DateTimeOffset now, TimeSpan lifetime) => !IsProofVoid && (now - AuthenticatedAt).Duration() <= lifetime; // also where a clock was set back
}
