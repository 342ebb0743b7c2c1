using System.Text;

namespace Portal.Mail;

/// <summary>Words that a theme puts around mails: paragraphs, lists and links, and nothing else that HTML knows.</summary>
/// <param name="Blocks">What stands below each other.</param>
public sealed record MailPart(IReadOnlyList<MailNode> Blocks)
{
    /// <summary>The same as plain text, a line for each block, addresses behind the words that lead there.</summary>
    public string ToText() => string.Join('\n', Blocks.Where(block => block.Name != "hr").SelectMany(block => block.Name is "ul" or "ol" ? block.Children.Select(item => "- " + Line(item)) : [Line(block)]).Where(line => line.Length > 0));

    private static string Line(MailNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return string.Join('\n', text.ToString().Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    private static void Append(StringBuilder text, MailNode node)
    {
        switch (node.Name)
        {
            case null:
                text.Append(node.Text.ReplaceLineEndings(" "));
                break;
            case "br":
                text.Append('\n');
                break;
            default:
                var start = text.Length;
                foreach (var child in node.Children)
                {
                    Append(text, child);
                }

                if (node.Address is { } address && text.ToString(start, text.Length - start).Trim() != address.AbsoluteUri)
                {
                    text.Append(" <").Append(address.AbsoluteUri).Append('>'); // RFC 3986, appendix C
                }

                break;
        }
    }
}

/// <summary>Text, or an element with what is in it.</summary>
public sealed record MailNode
{
    /// <summary>Of the element; none if this is text.</summary>
    public string? Name { get; init; }

    /// <summary>As people read it.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where a link leads: <c>https</c>, always.</summary>
    public Uri? Address { get; init; }

    /// <summary>The language of the words, if it is another one.</summary>
    public string? Language { get; init; }

    /// <summary><c>ltr</c>, <c>rtl</c> or <c>auto</c>.</summary>
    public string? Direction { get; init; }

    public IReadOnlyList<MailNode> Children { get; init; } = [];
}
