using System.Globalization;

namespace Portal.Identity.Clients;

/// <summary>Knows the names under which strangers register names of their own, such as <c>co.uk</c> or <c>github.io</c> (publicsuffix.org).</summary>
/// <remarks>The ICANN and the private section count alike. Unlike the published algorithm, an unlisted single label is no suffix (contract section 3.2, step 5).</remarks>
public sealed class PublicSuffixList
{
    private static readonly Lazy<PublicSuffixList> Embedded = new(ReadEmbedded);

    // As the list writes them: "co.uk", "*.ck" for every name below ck, "!www.ck" for the one that is nevertheless ordinary.
    private readonly HashSet<string> _rules;

    private PublicSuffixList(HashSet<string> rules) => _rules = rules;

    /// <summary>The list that this build carries; read on first use.</summary>
    public static PublicSuffixList Default => Embedded.Value;

    /// <summary>Reads a list in the published format: a rule a line, comments behind <c>//</c>.</summary>
    public static PublicSuffixList Read(TextReader reader)
    {
        var idn = new IdnMapping();
        var rules = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            var rule = line.Split(' ', 2)[0];
            var mark = rule.StartsWith("*.", StringComparison.Ordinal) ? "*." : rule.StartsWith('!') ? "!" : "";
            var name = idn.GetAscii(rule[mark.Length..]);
            rules.Add(mark + name);
            if (mark is "*." && !name.Contains('.', StringComparison.Ordinal))
            {
                rules.Add(name); // a top-level domain that is listed only through its wildcard is nobody's site either
            }
        }

        rules.TrimExcess();
        return new PublicSuffixList(rules);
    }

    /// <summary>Whether the host is itself a listed suffix, and so cannot stand for one organisation.</summary>
    /// <param name="host">In ASCII and lower case, as <see cref="Protocol.Url.Host"/> gives it; a dot in front or at the end is overlooked.</param>
    public bool IsPublicSuffix(string host)
    {
        var name = host.Trim('.');
        if (name.Length == 0 || ParentsAndSelf(name).Any(parent => _rules.Contains("!" + parent)))
        {
            return false; // an exception prevails over every other rule
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return _rules.Contains(name) || (dot >= 0 && _rules.Contains("*" + name[dot..]));
    }

    private static IEnumerable<string> ParentsAndSelf(string name)
    {
        yield return name;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            yield return name[(dot + 1)..];
        }
    }

    private static PublicSuffixList ReadEmbedded()
    {
        using var stream = typeof(PublicSuffixList).Assembly.GetManifestResourceStream("public_suffix_list.dat")
            ?? throw new InvalidOperationException("The assembly lacks its public suffix list.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }
}
