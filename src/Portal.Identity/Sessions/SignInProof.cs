namespace Portal.Identity.Sessions;

/// <summary>What a browser session stands on.</summary>
/// <param name="At">When the person has proven who they are.</param>
/// <param name="Methods">How.</param>
public readonly record struct SignInProof(DateTimeOffset At, ProofMethods Methods);
