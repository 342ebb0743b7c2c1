using Portal.Components.Feedback;
using Portal.Components.Icons;

namespace Portal.Pages;

/// <summary>A page that says one thing and where to go now.</summary>
/// <param name="Lead">May hold <c>{0}</c> for <see cref="Name"/>.</param>
public sealed record Message(string Title, string Lead)
{
    /// <summary>Something that a person chose, set apart in the lead so that it cannot pass for our words.</summary>
    public string? Name { get; init; }

    public IconName Icon { get; init; } = IconName.Info;

    public Tone Tone { get; init; }

    /// <summary>The first is the main one.</summary>
    public IReadOnlyList<MessageAction> Actions { get; init; } = [];

    /// <summary>A number to give to the operator.</summary>
    public string? Reference { get; init; }

    /// <summary>For the developer of an app: the heading, and what is wrong.</summary>
    public (string Heading, IReadOnlyList<string> Lines)? Details { get; init; }
}

/// <summary>A way on.</summary>
public sealed record MessageAction(string Href, string Text);
