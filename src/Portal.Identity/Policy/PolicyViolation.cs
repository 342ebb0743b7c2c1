namespace Portal.Identity.Policy;

/// <summary>One rule that something breaks. No violations means allowed.</summary>
/// <param name="Code">Stable, one of <see cref="PolicyCodes"/>; null if the rule has none and <paramref name="Message"/> is all there is.</param>
/// <param name="Field">The field of the form that it belongs to; null for the form as a whole.</param>
/// <param name="Message">In English, for logs and scripts. Pages show their own words for the code.</param>
public sealed record PolicyViolation(string? Code, string? Field, string Message);
