using System.Text;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>A request before it is sent: in parts, so that a failing one can lose those that do not matter.</summary>
internal sealed record FuzzRequest(string Method, string Path)
{
    public IReadOnlyList<FuzzPart> Query { get; init; } = [];

    public IReadOnlyList<FuzzPart> Headers { get; init; } = [];

    public FuzzBody Body { get; init; } = FuzzBody.None;

    /// <summary>The smaller requests to try when this one fails: a part less, or a value half as long.</summary>
    public IEnumerable<FuzzRequest> Smaller() =>
    [
        .. Smaller(Query).Select(query => this with { Query = query }),
        .. Smaller(Headers).Select(headers => this with { Headers = headers }),
        .. Smaller(Body.Parts).Select(parts => this with { Body = Body with { Parts = parts } }),
        .. Body == FuzzBody.None ? (FuzzRequest[])[] : [this with { Body = FuzzBody.None }],
        .. Body.Text is { Length: > 8 } text ? (FuzzRequest[])[this with { Body = Body with { Text = text[..(text.Length / 2)] } }] : [],
        .. Path.Length > 64 ? (FuzzRequest[])[this with { Path = Path[..(Path.Length / 2)] }] : [],
    ];

    /// <summary>As one would send it by hand; control characters written out.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Method} {Address}\n");
        foreach (var header in Headers)
        {
            text.Append(Readable($"{header.Name}: {header.Value}")).Append('\n');
        }

        return text.Append(Body.Type is { } type ? $"Content-Type: {Readable(type)}\n\n{Readable(Body.Content)}\n" : "").ToString();
    }

    /// <summary>Path and query.</summary>
    public string Address => Query.Count == 0 ? Path : $"{Path}?{string.Join('&', Query)}";

    private static IEnumerable<IReadOnlyList<FuzzPart>> Smaller(IReadOnlyList<FuzzPart> parts)
    {
        for (var index = 0; index < parts.Count; index++)
        {
            yield return [.. parts.Take(index), .. parts.Skip(index + 1)];
        }

        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index].Value is { Length: > 8 } value && !value.Contains('«', StringComparison.Ordinal))
            {
                yield return [.. parts.Take(index), parts[index] with { Value = value[..(value.Length / 2)] }, .. parts.Skip(index + 1)];
            }
        }
    }

    private static string Readable(string text)
    {
        const int Longest = 500; // a report is read by somebody; the seed has all of it
        var readable = string.Concat(text.Take(Longest).Select(character => char.IsControl(character) ? $"\\u{(int)character:x4}" : character.ToString()));
        return text.Length <= Longest ? readable : $"{readable}… ({text.Length} characters)";
    }
}
