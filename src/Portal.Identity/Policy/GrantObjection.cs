namespace Portal.Identity.Policy;

/// <summary>One thing that stands against giving a scope.</summary>
/// <param name="Message">In English, for the people who make the app.</param>
public sealed record GrantObjection(string Message)
{
    /// <summary>How many devices the person has to sign out first; 0 if that would not help.</summary>
    public int DevicesToRemove { get; init; }
}
