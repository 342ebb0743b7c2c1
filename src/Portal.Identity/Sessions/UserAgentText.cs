namespace Portal.Identity.Sessions;

/// <summary>A user agent header in its parts (RFC 9110 §10.1.5): products, and the comment about the system.</summary>
/// <param name="Products">In order. The version is empty where there is none.</param>
/// <param name="System">The parts of the first comment, without surrounding spaces.</param>
internal sealed record UserAgentText(IReadOnlyList<(string Name, string Version)> Products, IReadOnlyList<string> System)
{
    public static UserAgentText Read(string text)
    {
        var products = new List<(string, string)>();
        string[]? system = null;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == ' ')
            {
                i++;
            }
            else if (text[i] == '(')
            {
                var end = EndOfComment(text, i);
                system ??= Split(text[(i + 1)..end]);
                i = end + 1;
            }
            else
            {
                var end = text.IndexOfAny([' ', '('], i);
                end = end < 0 ? text.Length : end;
                var slash = text.IndexOf('/', i, end - i);
                products.Add(slash < 0 ? (text[i..end], "") : (text[i..slash], text[(slash + 1)..end]));
                i = end;
            }
        }

        return new(products, system ?? []);
    }

    /// <summary>The position of the parenthesis that closes a comment, which may contain others; the end of the text if there is none.</summary>
    public static int EndOfComment(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return text.Length;
    }

    public static string[] Split(string comment) => comment.Split(';', StringSplitOptions.TrimEntries);

    /// <summary>The version of a product; null if it is not among them, empty if it has none.</summary>
    public string? VersionOf(string product)
    {
        foreach (var (name, version) in Products)
        {
            if (string.Equals(name, product, StringComparison.Ordinal))
            {
                return version;
            }
        }

        return null;
    }
}
