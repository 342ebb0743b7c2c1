using System.Text.Json;

namespace Portal.Theme;

/// <summary>The tokens of one file in the W3C Design Tokens format, as they stand there: names and raw values, nothing resolved.</summary>
internal static class TokenFile
{
    private const int MaxDepth = 16;
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 2 * MaxDepth, AllowDuplicateProperties = false };

    /// <returns>By path, such as <c>light.color.accent</c>; none if the file is no JSON.</returns>
    public static IReadOnlyDictionary<string, TokenSource>? Read(ReadOnlyMemory<byte> json, ThemeProblems problems)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Json);
            var tokens = new Dictionary<string, TokenSource>(StringComparer.Ordinal);
            ReadGroup(document.RootElement.Clone(), "", null, tokens, problems);
            return tokens;
        }
        catch (JsonException exception)
        {
            problems.Add(exception.LineNumber is { } line ? $"line {line + 1}" : "", $"this is no JSON ({FirstSentence(exception.Message)}).");
            return null;
        }
    }

    /// <summary>What the parser says, without where: that is said already.</summary>
    internal static string FirstSentence(string message) => message.Split(". ", 2)[0].TrimEnd('.');

    private static void ReadGroup(JsonElement group, string path, string? type, Dictionary<string, TokenSource> tokens, ThemeProblems problems)
    {
        if (group.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, "a token is written { \"$value\": … }.");
            return;
        }

        if (path.Count(character => character == '.') >= MaxDepth)
        {
            problems.Add(path, "groups lie too deep in each other.");
            return;
        }

        if (group.TryGetProperty("$type", out var stated))
        {
            type = TypeOf(stated, path, problems);
        }

        var isToken = group.TryGetProperty("$value", out var value);
        foreach (var member in group.EnumerateObject())
        {
            var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (member.Name.StartsWith('$'))
            {
                CheckMember(member.Name, path.Length == 0, place, problems);
            }
            else if (isToken)
            {
                problems.Add(place, "a token cannot hold other tokens.");
            }
            else if (member.Name.Length == 0 || member.Name.AsSpan().IndexOfAny('.', '{', '}') >= 0)
            {
                problems.Add(place, "a name cannot be empty, nor have a full stop or braces in it.");
            }
            else
            {
                ReadGroup(member.Value, place, type, tokens, problems);
            }
        }

        if (isToken)
        {
            tokens[path] = new TokenSource(value, type, group.TryGetProperty("$extensions", out var extensions) ? extensions : default)
            {
                Description = group.TryGetProperty("$description", out var description) && description.ValueKind == JsonValueKind.String ? description.GetString() : null,
            };
        }
    }

    private static string? TypeOf(JsonElement stated, string path, ThemeProblems problems)
    {
        if (stated.ValueKind == JsonValueKind.String)
        {
            return stated.GetString();
        }

        problems.Add(path, "$type is a name, such as \"color\".");
        return null;
    }

    private static void CheckMember(string name, bool isRoot, string place, ThemeProblems problems)
    {
        if (name is not ("$value" or "$type" or "$description" or "$extensions" or "$deprecated") && !(isRoot && name is "$schema"))
        {
            problems.Add(place, "Portal does not know this part of the format; it reads $value, $type, $description and $extensions.");
        }
    }
}

/// <summary>A token as it stands in a file.</summary>
/// <param name="Type">Its own, or that of the group it stands in; none if nobody says.</param>
/// <param name="Extensions">What a program keeps with it; undefined without.</param>
internal sealed record TokenSource(JsonElement Value, string? Type, JsonElement Extensions)
{
    public string? Description { get; init; }
}
