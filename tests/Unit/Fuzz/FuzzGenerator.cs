using System.Text.RegularExpressions;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>Makes requests: takes a good one and spoils it in a few places.</summary>
/// <param name="endpoints">To where; at least one that is no file.</param>
internal sealed partial class FuzzGenerator(IReadOnlyList<FuzzEndpoint> endpoints)
{
    private const int MostChanges = 4;

    private readonly IReadOnlyList<FuzzEndpoint> _files = [.. endpoints.Where(endpoint => endpoint.IsFile)];
    private readonly IReadOnlyList<FuzzEndpoint> _others = [.. endpoints.Where(endpoint => !endpoint.IsFile)];

    public FuzzRequest Next(Dice dice)
    {
        var endpoint = dice.Pick(_files.Count > 0 && dice.Chance(3) ? _files : _others); // there are many files, and they are all alike
        var request = Good(endpoint, dice);
        for (var changes = dice.Below(MostChanges + 1); changes > 0; changes--)
        {
            request = Spoil(request, dice);
        }

        return request;
    }

    private static FuzzRequest Good(FuzzEndpoint endpoint, Dice dice)
    {
        var example = endpoint.Examples.Count > 0 ? dice.Pick(endpoint.Examples) : Invent(endpoint, dice);
        List<FuzzPart> headers = [];
        var isGuest = dice.Chance(40);
        if (dice.Chance(90))
        {
            headers.Add(new("Cookie", isGuest ? "«cookies-guest»" : "«cookies»"));
        }

        if (example.Authorization is { } authorization)
        {
            headers.Add(new("Authorization", authorization));
        }

        if (example.Proof is { } proof)
        {
            headers.Add(new("DPoP", proof));
        }

        return new FuzzRequest(endpoint.Method, RouteParameter().Replace(endpoint.Pattern, match => PartOfPath(match.Groups["name"].Value, dice)))
        {
            Query = example.QueryParts,
            Headers = headers,
            Body = isGuest ? example.Body with { Parts = [.. example.Body.Parts.Select(part => part with { Value = part.Value.Replace("«csrf»", "«csrf-guest»", StringComparison.Ordinal) })] } : example.Body,
        };
    }

    private static string PartOfPath(string parameter, Dice dice) =>
        FuzzGrammar.RouteValues.TryGetValue(parameter, out var values) && dice.Chance(85) ? dice.Pick(values) : dice.Pick(FuzzGrammar.HostileSegments);

    // An endpoint that nobody has described yet: some of everything that others take.
    private static FuzzExample Invent(FuzzEndpoint endpoint, Dice dice)
    {
        var parts = string.Join('&', FuzzGrammar.Vocabulary.Where(_ => dice.Chance(20)).Select(word => $"{word.Key}={dice.Pick(word.Value)}"));
        return endpoint.Method == "POST" ? new(endpoint.Route, Form: $"{parts}&csrf=«csrf»") : new(endpoint.Route, parts);
    }

    private static FuzzRequest Spoil(FuzzRequest request, Dice dice) => dice.Below(16) switch
    {
        0 => request with { Method = dice.Pick(FuzzGrammar.Methods) },
        1 => request with { Path = SpoilPath(request.Path, dice) },
        2 or 3 => request with { Headers = SpoilHeaders(request.Headers, dice) },
        4 => request with { Body = request.Body with { Type = dice.Pick(FuzzGrammar.ContentTypes) } },
        5 => request with { Body = new FuzzBody(request.Body.Type ?? dice.Pick(FuzzGrammar.ContentTypes), [], dice.Pick(FuzzGrammar.HostileBodies)) },
        6 or 7 or 8 when request.Query.Count > 0 || request.Body.Parts.Count == 0 => request with { Query = SpoilParts(request.Query, dice, FuzzGrammar.Hostile) },
        _ when request.Body.IsJson => request with { Body = request.Body with { Parts = SpoilParts(request.Body.Parts, dice, FuzzGrammar.HostileJson) } },
        _ when request.Body.Parts.Count > 0 => request with { Body = request.Body with { Parts = SpoilParts(request.Body.Parts, dice, dice.Chance(3) ? FuzzGrammar.Huge : FuzzGrammar.Hostile) } },
        _ => request with { Query = SpoilParts(request.Query, dice, FuzzGrammar.Hostile) },
    };

    private static IReadOnlyList<FuzzPart> SpoilParts(IReadOnlyList<FuzzPart> parts, Dice dice, IReadOnlyList<string> hostile)
    {
        var words = FuzzGrammar.Vocabulary.Keys.ToArray();
        if (parts.Count == 0)
        {
            var word = dice.Pick(words);
            return [new(word, dice.Chance(50) ? dice.Pick(hostile) : dice.Pick(FuzzGrammar.Vocabulary[word]))];
        }

        var index = dice.Below(parts.Count);
        var part = parts[index];
        FuzzPart[] changed = dice.Below(8) switch
        {
            0 => [],
            1 => [part, part],
            2 => [part, part with { Value = dice.Pick(hostile) }],
            3 => [part with { Name = part.Name + dice.Pick<string>(["[]", "[0]", ".a", "%00", "%20", "#de"]) }],
            4 => [part with { Value = FuzzGrammar.Vocabulary.TryGetValue(part.Name, out var values) ? dice.Pick(values) : dice.Pick(hostile) }],
            _ => [part with { Value = dice.Pick(hostile) }],
        };
        return [.. parts.Take(index), .. changed, .. parts.Skip(index + 1)];
    }

    private static IReadOnlyList<FuzzPart> SpoilHeaders(IReadOnlyList<FuzzPart> headers, Dice dice)
    {
        string[] credentials = [.. headers.Select(header => header.Name).Where(name => name is "Authorization" or "DPoP")];
        var name = dice.Pick(credentials.Length > 0 && dice.Chance(60) ? credentials : [.. FuzzGrammar.Headers.Keys.Order(StringComparer.Ordinal)]);
        var header = new FuzzPart(name, dice.Pick(FuzzGrammar.Headers[name]));
        return dice.Chance(80) ? [.. headers.Where(other => other.Name != name), header] : [.. headers, header];
    }

    private static string SpoilPath(string path, Dice dice)
    {
        var segments = path.Split('/');
        var segment = dice.Pick(FuzzGrammar.HostileSegments);
        switch (dice.Below(4))
        {
            case 0:
                return $"{path}/{segment}";
            case 1:
                return path + segment;
            case 2:
                return $"/{segment}{path}";
            default:
                segments[1 + dice.Below(segments.Length - 1)] = segment;
                return string.Join('/', segments);
        }
    }

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RouteParameter();
}
