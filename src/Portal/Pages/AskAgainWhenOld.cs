namespace Portal.Pages;

/// <summary>Marks a form that answers a question: when its page is too old, the question is asked again instead of the answer being sent again.</summary>
internal sealed class AskAgainWhenOld;
