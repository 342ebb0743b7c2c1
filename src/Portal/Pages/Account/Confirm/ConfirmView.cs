namespace Portal.Pages.Account.Confirm;

/// <summary>What the page asks that lets somebody go on.</summary>
/// <param name="ByPassword">Whether a password can prove it; else only signing in again.</param>
/// <param name="Continuation">The page to go on with, as fields of a form that signs out first.</param>
public sealed record ConfirmView(bool ByPassword, IReadOnlyList<KeyValuePair<string, string>> Continuation)
{
    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
