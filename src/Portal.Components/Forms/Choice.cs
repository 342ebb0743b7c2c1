namespace Portal.Components.Forms;

/// <summary>One of several things of which a person chooses one.</summary>
/// <param name="Value">What the form carries.</param>
/// <param name="Text">What it is, in a few words.</param>
/// <param name="Hint">What that means.</param>
public sealed record Choice(string Value, string Text, string? Hint = null);
