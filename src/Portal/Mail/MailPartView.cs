using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Portal.Mail;

/// <summary>Writes a part anew, with styles of our own: mail programs know few others than those that stand in the element.</summary>
public sealed class MailPartView : ComponentBase
{
    [Parameter, EditorRequired] public required MailPart Part { get; set; }

    /// <summary>Of links, which would be blue.</summary>
    [Parameter, EditorRequired] public required string Ink { get; set; }

    /// <summary>Of a line across.</summary>
    [Parameter, EditorRequired] public required string Line { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        foreach (var block in Part.Blocks)
        {
            // What is written in one language stands in mails in all: each block begins where its own words do.
            Write(builder, block with { Direction = block.Direction ?? "auto" });
        }
    }

    private void Write(RenderTreeBuilder builder, MailNode node)
    {
        if (node.Name is not { } name)
        {
            builder.AddContent(0, node.Text);
            return;
        }

        builder.OpenElement(1, name);
        builder.AddAttribute(2, "lang", node.Language);
        builder.AddAttribute(3, "dir", node.Direction);
        builder.AddAttribute(4, "href", node.Address?.AbsoluteUri);
        builder.AddAttribute(5, "style", StyleOf(name));
        foreach (var child in node.Children)
        {
            Write(builder, child);
        }

        builder.CloseElement();
    }

    private string? StyleOf(string name) => name switch
    {
        "p" or "ul" or "ol" => "margin:0 0 8px",
        "h2" => $"margin:0 0 8px;font:600 16px/24px {MailLayout.Sans}",
        "hr" => $"margin:12px 0;border:0;border-top:1px solid {Line}",
        "small" => "font-size:14px",
        "a" => $"color:{Ink}",
        _ => null,
    };
}
