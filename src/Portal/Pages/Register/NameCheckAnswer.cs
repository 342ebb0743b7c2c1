namespace Portal.Pages.Register;

/// <summary>What the script of the registration form is told about a name.</summary>
/// <param name="Message">In the language of the page.</param>
/// <param name="Code">What is wrong, stable in every language; none for a name that is free.</param>
/// <param name="Suggestions">Names that are free, where this one is taken.</param>
/// <param name="SuggestionsLabel">What stands before them.</param>
internal sealed record NameCheckAnswer(bool Free, string Message, string? Code, IReadOnlyList<string> Suggestions, string? SuggestionsLabel = null);
