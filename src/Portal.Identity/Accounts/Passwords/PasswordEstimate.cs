namespace Portal.Identity.Accounts.Passwords;

/// <summary>What is thought of a new password. Pages put the codes into words of the person's language.</summary>
/// <param name="Score">zxcvbn's, 0 (guessed at once) to 4 (very hard).</param>
/// <param name="IsAccepted">Whether it is good enough for this server.</param>
public sealed record PasswordEstimate(int Score, bool IsAccepted)
{
    /// <summary>Why it can be no password at all, whatever the minimum.</summary>
    public PasswordRefusal? Refusal { get; private init; }

    /// <summary>What makes it weak; only if it is a password and not accepted.</summary>
    public PasswordWeakness? Reason { get; init; }

    /// <summary>What would help; together with <see cref="Reason"/>.</summary>
    public PasswordIdea? Idea { get; init; }

    internal static PasswordEstimate Refused(PasswordRefusal refusal) => new(Score: 0, IsAccepted: false) { Refusal = refusal };
}
